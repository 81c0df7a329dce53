import type { Actor, PersonId } from '../../../../src/domain/people.ts';
import type { ConcernEvent } from '../../../../src/workflows/concern/events.ts';
import type { FactId } from '../../../../src/workflows/concern/police/events.ts';
import type { ConcernState } from '../../../../src/workflows/concern/state.ts';

// What the policies say of a case, worked out from its events alone and without any of the rules of the product: what the
// exploration holds the product against.

type Asked = { readonly what: string; readonly fact: FactId | undefined; readonly by: PersonId };

/** Where a case stands as the policies see it. */
export interface Expected {
  readonly kind: string;
  readonly isOfStaff: boolean;
  /** Whom it is about, of the school: what they said to their own good counts for nothing. */
  readonly subjects: ReadonlySet<PersonId>;
  readonly reporter: PersonId;
  /** The case as it began, and all that happened: what counts of it changes with whom it turns out to be about. */
  readonly began: Expected | undefined;
  readonly log: readonly (readonly [ConcernEvent, Actor])[];
  /** What is known of each fact. */
  readonly known: ReadonlyMap<FactId, 'yes' | 'no'>;
  readonly children: ReadonlySet<string>;
  /** Told since the case was opened, or opened again. */
  readonly isTold: boolean;
  readonly wasTold: boolean;
  /** What called for the police when the case was opened again. */
  readonly stood: ReadonlySet<FactId>;
  readonly waiting: ReadonlyMap<number, Asked>;
  /** The decisions not to tell that hold, with who took them. */
  readonly decided: ReadonlyMap<number, readonly [PersonId, PersonId]>;
  /** The answers with which everything else is assessed. */
  readonly others: Readonly<Partial<Record<FactId, 'no'>>>;
}

const inAnyCase: readonly FactId[] = ['immediate-risk', 'coercion', 'violent', 'significant-risk', 'crime-recorded'];
const inSexualCases: readonly FactId[] = ['under-13', 'known-vulnerable', 'several-children'];
const sexualKinds = ['sexual-harassment', 'contact-by-adult', 'device-content'];

/** A case as it begins. */
export function beginning(
  kind: string,
  of: { readonly facts: readonly FactId[]; readonly known?: readonly FactId[]; readonly isOfStaff?: boolean },
): Expected {
  const all: readonly FactId[] = [
    ...inAnyCase,
    ...inSexualCases,
    'sexual-image',
    'sexual-harassment',
    'illegal-material',
    'spreading',
    'threat-to-life',
  ];
  const known = new Map<FactId, 'yes' | 'no'>((of.known ?? []).map((fact) => [fact, 'yes'] as const));
  // The report of every world says that no child is in immediate danger.
  known.set('immediate-risk', 'no');
  const others = all.filter((fact) => !of.facts.includes(fact) && known.get(fact) !== 'yes');
  return {
    kind,
    isOfStaff: of.isOfStaff ?? false,
    subjects: new Set(),
    reporter: '',
    began: undefined,
    log: [],
    known,
    // A report about a member of staff names no child.
    children: new Set(of.isOfStaff === true ? [] : ['robin ash']),
    isTold: false,
    wasTold: false,
    stood: new Set(),
    waiting: new Map(),
    decided: new Map(),
    others: Object.fromEntries(others.map((fact) => [fact, 'no' as const])),
  };
}

/** Whether it is a case of the kind that 003 section 3.32 is about. */
function isSexual({ kind, known }: Expected): boolean {
  const facts = ['sexual-image', 'sexual-harassment'] as const;
  return sexualKinds.includes(kind) || facts.some((fact) => known.get(fact) === 'yes');
}

/** What calls for the police now. */
export function callingFor(expected: Expected): readonly FactId[] {
  const rules: readonly FactId[] = [
    ...inAnyCase,
    ...(isSexual(expected) ? inSexualCases : []),
    ...(expected.isOfStaff ? (['illegal-material'] as const) : []),
  ];
  return rules.filter((fact) => expected.known.get(fact) === 'yes');
}

/** Whether the police know of what calls for them. */
export function policeKnow(expected: Expected): boolean {
  return expected.isTold || (expected.wasTold && callingFor(expected).every((fact) => expected.stood.has(fact)));
}

/** Whether the case cannot end without an answer about the police. */
export function isForPolice(expected: Expected): boolean {
  return isSexual(expected) || expected.known.get('illegal-material') === 'yes' || callingFor(expected).length > 0;
}

/** Whether everything that might call for the police is known not to be so. */
export function isPlainNo(expected: Expected): boolean {
  const isNo = (facts: readonly FactId[]) => facts.every((fact) => expected.known.get(fact) === 'no');
  const isNever = !sexualKinds.includes(expected.kind) && isNo(['sexual-image', 'sexual-harassment']);
  const isStaffNo = !expected.isOfStaff || isNo(['illegal-material']);
  return isNo(inAnyCase) && (isNever || isNo(inSexualCases)) && isStaffNo;
}

/** The case after one event. Where that says of whom it is, all that happened is counted anew. */
export function after(before: Expected, event: ConcernEvent, by: Actor): Expected {
  const began = before.began ?? before;
  const log = [...before.log, [event, by] as const];
  const found = 'subjects' in event ? event.subjects.filter((person) => !before.subjects.has(person)) : [];
  if (found.length === 0) return { ...counted(before, event, by), began, log };
  const subjects = new Set([...before.subjects, ...found]);
  const known = new Map(began.known);
  if (subjects.has(began.reporter)) for (const [fact, said] of began.known) if (said === 'no') known.delete(fact);
  const anew = log.reduce<Expected>((expected, [one, who]) => counted(expected, one, who), {
    ...began,
    known,
    subjects,
  });
  return { ...anew, began, log };
}

function counted(before: Expected, event: ConcernEvent, by: Actor): Expected {
  const person = by.kind === 'person' ? by.person : '';
  const isTheirs = before.subjects.has(person);
  switch (event.type) {
    case 'FactsAssessed': {
      const known = new Map(before.known);
      for (const [fact, said] of Object.entries(event.facts) as [FactId, string][]) {
        if (said === 'yes' || (said === 'no' && !isTheirs && known.get(fact) !== 'yes')) known.set(fact, said);
        if (said === 'not-known' && known.get(fact) === 'no') known.delete(fact);
      }
      return { ...before, known };
    }
    case 'PersonAdded': {
      if (event.kind === 'staff' && event.capacity === 'instigator') return { ...before, isOfStaff: true };
      if (event.kind !== 'pupil' || event.capacity === 'witness') return before;
      const children = new Set([...before.children, event.name.toLowerCase()]);
      if (children.size === before.children.size) return before;
      if (children.size === 1) return { ...before, children };
      return { ...before, children, known: new Map([...before.known, ['several-children', 'yes']]) };
    }
    case 'PoliceTold':
      return isTheirs ? before : { ...before, isTold: true };
    case 'ConcernReopened':
      return {
        ...before,
        isTold: false,
        wasTold: before.isTold || before.wasTold,
        stood: new Set(policeKnow(before) ? callingFor(before) : before.stood),
        decided: new Map(),
      };
    case 'AgreementAsked': {
      if (isTheirs) return before;
      const asked = { what: event.what, fact: event.fact, by: person };
      return { ...before, waiting: new Map([...before.waiting, [event.number, asked]]) };
    }
    case 'AgreementGiven': {
      const { asked, waiting } = without(before, event.number);
      if (isTheirs) return { ...before, waiting };
      if (asked?.what === 'no-police')
        return { ...before, waiting, decided: new Map([...before.decided, [event.number, [asked.by, person]]]) };
      const known = new Map(before.known);
      if (asked?.fact !== undefined) known.set(asked.fact, 'no');
      return { ...before, waiting, known };
    }
    case 'AgreementRefused':
      return { ...before, waiting: without(before, event.number).waiting };
    case 'AgreementWithdrawn': {
      const decided = new Map(before.decided);
      decided.delete(event.number);
      return { ...before, decided, waiting: without(before, event.number).waiting };
    }
    default:
      return before;
  }
}

function without({ waiting }: Expected, number: number) {
  const left = new Map(waiting);
  left.delete(number);
  return { asked: waiting.get(number), waiting: left };
}

/** What makes a place another one, as far as the police go. */
export function keyOf(state: ConcernState, expected: Expected): string {
  const { known, children, isTold, wasTold, stood, waiting, decided } = expected;
  return JSON.stringify([
    state.status,
    [...known].toSorted(),
    children.size,
    isTold,
    !isTold && wasTold,
    isTold ? [] : [...stood].toSorted(),
    [...waiting.values()].map(({ what, fact, by }) => [what, fact ?? '', by]).toSorted(),
    decided.size > 0,
    state.status !== 'none' && state.file.isLeaderIn,
  ]);
}
