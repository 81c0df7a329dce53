import { z } from 'zod';
import { agencyKinds } from './agencies.ts';
import { chats } from './chats.ts';
import { checkKinds, siteCategories, siteOpenings } from './filtering.ts';
import { privateChannels } from './message.ts';
import { personKinds, roles } from './people.ts';
import { misfitsOf, usualReminding } from './school-checks.ts';
import { domain } from './school-leader-checks.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'use small letters, digits and dashes, at most 40');
const shortText = z.string().trim().min(1, 'must not be empty').max(120, 'at most 120 characters');
const telephone = z
  .string()
  .regex(/^[+0-9][0-9 ]{2,19}$/, 'a telephone number: digits and spaces, such as "01632 960101"');
const email = z
  .email('an email address, such as "j.smith@oakfield.example"')
  .max(120)
  .transform((text) => text.toLowerCase());
const date = z.iso.date('a date as 2026-11-23');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as 08:30');
const minutes = z
  .number()
  .int()
  .min(1)
  .max(7 * 24 * 60);

const chat = z.enum(chats, 'teams or slack');
/** Slack's own ids: a letter that says of what, then capitals and digits. */
const slackId = (letters: string, words: string) => z.string().regex(new RegExp(`^[${letters}][A-Z0-9]{2,30}$`), words);
const slackWorkspace = slackId(
  'T',
  'the id of a workspace, such as "T0123ABCD": in the address of Slack in a browser, after "client/"',
);
const slackUser = slackId(
  'UW',
  'the id of a member, such as "U0123ABCD": in their profile in Slack, three dots, Copy member ID',
);
const slackChannel = slackId('CG', 'the id of a channel, such as "C0123ABCD": at the foot of its details in Slack');

const personSchema = z.strictObject({
  email,
  name: shortText,
  jobTitle: shortText,
  /** The person's Microsoft Entra object id; where it is missing the person is known by email. */
  teams: z.strictObject({ userId: z.string().min(1).max(200).toLowerCase() }).optional(),
  slack: z.strictObject({ userId: slackUser }).optional(),
  /** Where messages to the person go, in a school that uses both chats. */
  chat: chat.optional(),
  /** What somebody is to the school; it decides which agreements they sign (R161, R164). */
  kind: z.enum(personKinds, 'staff, governor, volunteer or visitor').optional(),
  /** Who is told when they have not read what they have to. */
  manager: email.optional(),
  /** The day of their latest training as somebody who handles safeguarding (003 section 3.29). */
  safeguardingTraining: date.optional(),
  /** An account of another organisation that the school has approved as a guest (R024). */
  isGuest: z.boolean().optional(),
});

/** People who are asked together, such as a department. */
const groupSchema = z.strictObject({
  id,
  name: shortText,
  people: z.array(email).min(1, 'name at least one person'),
});

const roleHoldersSchema = z.strictObject({
  people: z.array(email).min(1, 'name at least one person'),
  /** Who acts when none of the people can (R008). */
  delegate: email,
  telephone: telephone.optional(),
  /** Who sees what the people of this role do, such as a senior manager of those who watch the network (R009). */
  supervisor: email.optional(),
});

const channelSchema = z.strictObject({
  teams: z.strictObject({ channelId: z.string().min(1).max(300) }).optional(),
  slack: z.strictObject({ channelId: slackChannel }).optional(),
});

/** A channel that staff read. Nothing of a case is ever said in one. */
const staffChannelSchema = channelSchema.extend({ id, name: shortText });

/** The outside agencies a case may be referred to (R206). Their contacts are the school's own data, never ours. */
const agencySchema = z.strictObject({
  id,
  name: shortText,
  /** What it is to a case; without it, what its id says. */
  kind: z.enum(agencyKinds, `one of ${agencyKinds.join(', ')}`).optional(),
  contact: shortText.optional(),
  telephone: telephone.optional(),
  lastChecked: date,
});

/** After how many minutes of nobody acknowledging a concern of each urgency its handlers are reminded. */
const remindersSchema = z.strictObject({
  immediate: z.array(minutes).min(1),
  urgent: z.array(minutes).min(1),
  routine: z.array(minutes).min(1),
});

/** A rule about sites that this school has made its own, with who decided it and why. */
const siteRuleSchema = z
  .strictObject({
    /** A site, with everything below its name, such as "games.example". */
    site: z
      .string()
      .regex(
        /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
        'a site by its name, such as "games.example"',
      )
      .optional(),
    /** Or a whole category; docs/sites.md lists them. What is unlawful stays closed, whatever stands here. */
    category: z.enum(siteCategories).exclude(['unlawful'], 'one of the categories in docs/sites.md').optional(),
    opening: z.enum(siteOpenings, 'one-approval, two-approvals or never'),
    author: email,
    reason: z.string().trim().min(1, 'must not be empty').max(300, 'at most 300 characters'),
    date,
  })
  .refine((rule) => (rule.site === undefined) !== (rule.category === undefined), 'name either a site or a category');

const ladder = z.array(minutes.min(5, 'at least 5 minutes')).min(1);

/** How long blocked sites may be opened, and how soon is asked again. */
const sitesSchema = z
  .strictObject({
    /** The longest that one agreement may last, in days. */
    longestDays: z.number().int().min(1).max(366).default(42),
    /** How many minutes before the end the one who asked for it is reminded. */
    remindBefore: minutes.default(15),
    /** After how many minutes of school time each is asked again; the last repeats. */
    chase: z
      .strictObject({
        /** Nobody has decided on a request. */
        decide: ladder.default([120, 480]),
        /** IT has not opened a site that was agreed. */
        open: ladder.default([30, 60, 240]),
        /** IT has not blocked a site whose time is over, or that somebody asked to block. */
        block: ladder.default([15, 60, 240]),
        /** Nobody has looked whether the filter is right after something got through, or recorded a check. */
        review: ladder.default([1440, 2880]),
      })
      .prefault({}),
    rules: z.array(siteRuleSchema).default([]),
  })
  .prefault({});

/** When each check of filtering and security was last made, and how often it comes. */
const checksSchema = z
  .partialRecord(
    z.enum(checkKinds),
    z.strictObject({ lastDone: date.optional(), everyMonths: z.number().int().min(1).max(12).optional() }),
  )
  .default({});

/** Who decided something about a rule, why and when. */
const decided = {
  author: email,
  reason: z.string().trim().min(1, 'must not be empty').max(300, 'at most 300 characters'),
  date,
};

/** A rule about concerns that this school has changed (docs/concerns.md lists them by their ids). */
const ruleChangeSchema = z.strictObject({
  rule: z
    .string()
    .regex(/^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/, 'the id of a rule, such as "trigger/several-children"'),
  /** `off`: does not hold here. `advised`: a step that need not be taken. `owed`: one that has to be. */
  change: z.enum(['off', 'advised', 'owed'], 'off, advised or owed'),
  ...decided,
});

/** A step of the school's own. */
const ownStepSchema = z.strictObject({
  id,
  words: shortText,
  /** Who takes it. */
  who: z.enum(['handler', 'leader', 'it', 'senco'], 'handler, leader, it or senco').default('handler'),
  isOwed: z.boolean().default(false),
  /** For these kinds of concern; without any, for all. */
  kinds: z.array(z.string().min(1).max(40)).default([]),
  ...decided,
});

/** A breach of the rules, or a sanction, as this school calls it. */
const ownWordSchema = z.strictObject({ id, words: shortText, ...decided });

/** How concerns are handled. */
const concernsSchema = z
  .strictObject({
    rules: z.array(ruleChangeSchema).default([]),
    steps: z.array(ownStepSchema).default([]),
    /** Breaches besides those of the policies, or in their place where the id is the same. */
    breaches: z.array(ownWordSchema.extend({ category: z.enum(['A', 'B'], 'A or B') })).default([]),
    sanctions: z.array(ownWordSchema).default([]),
    /** Senior leaders to whom a member of staff may turn who cannot go to the head (003 appendix 4). */
    leaders: z.array(email).default([]),
    /** Where cases are entered besides, such as a trust's system (000 section 2.3.3). */
    otherSystem: shortText.optional(),
    /** What cases go by: the staff code of conduct and the behaviour policy (003 section 3.30). */
    policies: z
      .strictObject({
        staff: shortText.default('Staff code of conduct'),
        pupils: shortText.default('Behaviour policy'),
        /** Where a complaint about a search goes. */
        complaints: shortText.default('Complaints procedure'),
      })
      .prefault({}),
    /** How the classes begin in which children are under 13, such as "7" or "Year 8". */
    classesUnder13: z.array(shortText).default([]),
    /** After how many months somebody who handles safeguarding trains again (003 section 3.29). */
    trainingMonths: z.number().int().min(1).max(60).default(24),
    /** After how many months the contact of an agency is to be checked again. */
    agencyMonths: z.number().int().min(1).max(60).default(12),
  })
  .prefault({});

const days = z.number().int().min(1).max(365);

/** How people are reminded of what they have to read or sign. */
const policiesSchema = z
  .strictObject({
    /**
     * How many days after somebody was asked they are reminded, and then others are told; always in school hours, and
     * without holidays.
     */
    remind: z
      .strictObject({
        person: z.array(days).min(1).max(6).default(usualReminding.person),
        /** Their manager; where they have none, the online-safety co-ordinator. */
        manager: days.default(usualReminding.manager),
        head: days.default(usualReminding.head),
      })
      .prefault({}),
    /** How many days before a policy is due for review its owner is told. */
    reviewBefore: days.default(30),
    /** The month in which what is signed every year is signed again, 1 to 12. */
    yearBegins: z.number().int().min(1).max(12).default(9),
  })
  .prefault({});

/** The school file: everything the product has to know of one school. */
export const schoolSchema = z
  .strictObject({
    id,
    name: shortText,
    timeZone: z.string().refine(isTimeZone, 'a time zone such as "Europe/London"'),
    telephone,
    teams: z.strictObject({ tenantId: z.string().min(1).max(100).toLowerCase() }).optional(),
    slack: z.strictObject({ workspaceId: slackWorkspace }).optional(),
    /** Where messages to people go, in a school that uses both chats; a person may have their own. */
    chat: chat.optional(),
    /** What this school calls a role, where it is not the usual name (R004). */
    labels: z.partialRecord(z.enum(roles), shortText).default({}),
    people: z.array(personSchema).min(1),
    roles: z.record(z.enum(roles), roleHoldersSchema),
    /** Who looks after the service itself, and may ask it how it is; without a word, the network manager. */
    administrators: z.array(email).default([]),
    groups: z.array(groupSchema).default([]),
    channels: z.record(z.enum(privateChannels), channelSchema),
    staffChannels: z.array(staffChannelSchema).default([]),
    agencies: z.array(agencySchema).min(1),
    calendar: z.strictObject({
      terms: z.array(z.strictObject({ from: date, until: date })).min(1),
      /** Days within a term on which the school is closed. */
      closed: z.array(date).default([]),
      hours: z.strictObject({ from: time, until: time }),
    }),
    reminders: remindersSchema,
    sites: sitesSchema,
    checks: checksSchema,
    policies: policiesSchema,
    concerns: concernsSchema,
    /** The domains of the school's own addresses; without any, they are not looked at (R024). */
    emailDomains: z
      .array(
        z
          .string()
          .toLowerCase()
          .regex(domain, 'a domain, such as "oakfield.example"')
          .transform((one) => one.replace('@', '')),
      )
      .default([]),
  })
  .superRefine(
    (file, problem) => {
      for (const { path, message } of misfitsOf(file)) problem.addIssue({ code: 'custom', path: [...path], message });
    },
    // Also when something else is wrong with the file, so that all of it is named at once.
    { when: () => true },
  );

export type School = z.infer<typeof schoolSchema>;
export type Person = School['people'][number];

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
