import type { Instant } from '../../../domain/instant.ts';
import type { School } from '../../../domain/school.ts';
import { localDateTime } from '../../../domain/school-time.ts';
import type { RulesKept } from '../events.ts';
import type { StepRule, TriggerRule } from './rule.ts';
import { steps } from './steps/all.ts';
import { always, onKind } from './steps/making.ts';
import { triggers } from './triggers.ts';

/** The rules of one edition, by which a case is handled from its report to its end. */
export interface RulePack {
  /** Such as `2026-11`: the month in which it came into use. */
  readonly id: string;
  readonly title: string;
  readonly triggers: readonly TriggerRule[];
  readonly steps: readonly StepRule[];
}

/** The pack that holds for what is reported now. */
export const presentPack: RulePack = { id: '2026-11', title: 'Online safety policies, November 2026', triggers, steps };

/** Every pack that a case may have been decided under. One that is out is never edited: a new one is added. */
export const packs: Readonly<Record<string, RulePack>> = { [presentPack.id]: presentPack };

/** The rules that a case goes by that is reported at that time: the present pack, and what the school has changed by then. */
export function rulesNow(school: School, at: Instant): RulesKept {
  const { concerns } = school;
  const { date: today } = localDateTime(school, at);
  return {
    pack: presentPack.id,
    changes: concerns.rules.filter(({ date }) => date <= today).map(({ rule, change }) => ({ rule, change })),
    steps: concerns.steps.map(({ id, words, who, isOwed, kinds }) => ({ id, words, who, isOwed, kinds: [...kinds] })),
  };
}

/** The rules that a case goes by, with what its school had changed by then. */
export function packOf(kept: RulesKept): RulePack {
  const before = applied.get(kept);
  if (before !== undefined) return before;
  const pack = changedPack(packs[kept.pack] ?? presentPack, kept);
  applied.set(kept, pack);
  return pack;
}

const applied = new WeakMap<RulesKept, RulePack>();

function changedPack(pack: RulePack, { changes, steps: own }: RulesKept): RulePack {
  const changeOf = ({ id, isFixed }: TriggerRule | StepRule) =>
    isFixed === true ? undefined : changes.find(({ rule }) => rule === id)?.change;
  return {
    ...pack,
    triggers: pack.triggers.filter((rule) => changeOf(rule) !== 'off'),
    steps: [
      ...pack.steps.flatMap((rule) => {
        const change = changeOf(rule);
        if (change === 'off') return [];
        return [change === undefined ? rule : weighed(rule, change === 'owed')];
      }),
      ...own.map(ownStep),
    ],
  };
}

/** What only had to be taken can be said not to be needed once a school has made it advice. */
function weighed({ isStrict, ...rule }: StepRule, isOwed: boolean): StepRule {
  return { ...rule, isOwed, ...(isOwed && isStrict === true ? { isStrict } : {}) };
}

function ownStep({ id, words, who, isOwed, kinds }: RulesKept['steps'][number]): StepRule {
  return {
    id: `own/${id}`,
    words,
    source: "the school's own",
    since: '',
    who: takers.find((taker) => taker === who) ?? 'handler',
    when: isOwed ? 'before-closing' : 'this-week',
    isOwed,
    applies: kinds.length === 0 ? always : onKind(...kinds),
  };
}

const takers = ['handler', 'leader', 'it', 'senco'] as const;

/** The rules that a case of before there were packs is decided under: those of the first pack, unchanged. */
export const firstRules: RulesKept = { pack: '2026-11', changes: [], steps: [] };
