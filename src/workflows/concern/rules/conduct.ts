import type { School } from '../../../domain/school.ts';
import type { Rule } from './rule.ts';

// Breaches of the rules for using IT, how serious each is, and what may follow. A school has its own list on top, or in
// place of an entry whose id it uses (R109).

/** A is minor misconduct; B is gross misconduct, which also calls for others outside the school. */
export type Category = 'A' | 'B';

/** Whose conduct it is about. */
export type Whose = 'staff' | 'pupils';

interface Breach extends Rule {
  readonly category: Category;
  readonly whose: Whose;
}

interface Sanction extends Rule {
  /** For which breaches; a serious one may have a light sanction, but not the other way round. */
  readonly categories: readonly Category[];
  readonly whose: readonly Whose[];
}

const since = '2026-11-22';
const minor = { category: 'A', source: '000 section 5.1', since } as const;
const gross = { category: 'B', source: '000 section 5.2', since } as const;

/** What each category leads to, in words for whoever decides. */
export const categoryWords: Record<Category, string> = {
  A: 'Minor misconduct: the head is told, and may give a warning.',
  B: 'Gross misconduct: the head is told. Consider taking the equipment away, the local online-safety officer, the LADO or the police, suspension until the facts are known, and the disciplinary procedure.',
};

/** How the rules for using IT are broken (R105, R106). */
const breaches: readonly Breach[] = [
  { id: 'personal-use', words: 'Too much personal use of the internet', whose: 'staff', ...minor },
  {
    id: 'unchecked-storage',
    words: 'A storage device of their own, not checked for viruses',
    whose: 'staff',
    ...minor,
  },
  { id: 'sharing-passwords', words: 'A password shared or given away', whose: 'staff', ...minor },
  { id: 'unlicensed-software', words: 'Software installed without a licence', whose: 'staff', ...minor },
  { id: 'harmful-post', words: 'A post that could harm the name of the school', whose: 'staff', ...minor },
  { id: 'serious-damage', words: 'Serious misuse of, or damage to, equipment or software', whose: 'staff', ...gross },
  { id: 'security-breach', words: 'Getting round security or data protection on purpose', whose: 'staff', ...gross },
  {
    id: 'offensive-material',
    words: 'Offensive, obscene, racist, homophobic or violent material',
    whose: 'staff',
    ...gross,
  },
  { id: 'copyright-data', words: 'Material against copyright or data-protection law', whose: 'staff', ...gross },
  { id: 'disrepute', words: 'Bringing the school into disrepute', whose: 'staff', ...gross },
  {
    id: 'banned-site',
    words: 'Going to a banned site on purpose',
    whose: 'pupils',
    category: 'A',
    source: '000 section 4.3',
    since,
  },
  {
    id: 'phone-rules',
    words: 'A phone or smartwatch against the rules',
    whose: 'pupils',
    category: 'A',
    source: '003 sections 3.17 and 3.18',
    since,
  },
  {
    id: 'pupil-passwords',
    words: "Using somebody else's account, or giving a password away",
    whose: 'pupils',
    category: 'A',
    source: '003 section 3.14',
    since,
  },
  {
    id: 'getting-round',
    words: 'Getting round the filter or security',
    whose: 'pupils',
    category: 'B',
    source: '003 section 3.14',
    since,
  },
  {
    id: 'online-bullying',
    words: 'Online bullying',
    whose: 'pupils',
    category: 'B',
    source: '000 section 4.5.2',
    since,
  },
  {
    id: 'picture-without-consent',
    words: 'Taking or sharing a picture without consent',
    whose: 'pupils',
    category: 'B',
    source: '003 sections 3.17 and 3.18',
    since,
  },
];

const [staff, pupils] = [['staff'], ['pupils']] as const;
const after = (source: string) => ({ source, since });

/** What may follow (R105, R107); for pupils by the behaviour policy. */
const sanctions: readonly Sanction[] = [
  { id: 'warning', words: 'A warning', whose: staff, categories: ['A', 'B'], ...after('000 section 5.1') },
  {
    id: 'equipment-removed',
    words: 'Equipment taken away',
    whose: staff,
    categories: ['B'],
    ...after('000 section 5.2'),
  },
  {
    id: 'suspension',
    words: 'Suspension until the facts are known',
    whose: staff,
    categories: ['B'],
    ...after('000 section 5.2'),
  },
  {
    id: 'disciplinary',
    words: 'The disciplinary procedure',
    whose: staff,
    categories: ['B'],
    ...after('000 sections 4.4 and 5.2'),
  },
  {
    id: 'talk',
    words: 'A talk, and a reminder of the rules',
    whose: pupils,
    categories: ['A', 'B'],
    ...after('000 section 4.5.2'),
  },
  {
    id: 'behaviour-policy',
    words: 'A sanction of the behaviour policy',
    whose: pupils,
    categories: ['A', 'B'],
    ...after('003 sections 3.14 and 3.17'),
  },
  {
    id: 'access-withdrawn',
    words: 'Use of school IT withdrawn for a time',
    whose: pupils,
    categories: ['A', 'B'],
    ...after('003 section 3.14'),
  },
  {
    id: 'device-kept',
    words: 'The device kept until a set day',
    whose: pupils,
    categories: ['A', 'B'],
    ...after('003 section 3.18'),
  },
  {
    id: 'serious-sanction',
    words: 'A serious sanction of the behaviour policy',
    whose: pupils,
    categories: ['B'],
    ...after('003 section 3.14'),
  },
];

/** A breach as it stands in this school. */
export interface SchoolBreach {
  readonly id: string;
  readonly words: string;
  readonly category: Category;
  /** Absent for one of the school's own, which is for everybody. */
  readonly whose?: Whose;
}

/** A sanction as it stands in this school. */
export interface SchoolSanction {
  readonly id: string;
  readonly words: string;
}

/** The breaches of this school, the minor ones first; for one side alone, those that are for it. */
export function breachesOf(school: School, whose?: Whose): readonly SchoolBreach[] {
  const own = school.concerns.breaches;
  const all: readonly SchoolBreach[] = [
    ...breaches.filter(({ id }) => !own.some((one) => one.id === id)),
    ...own.map((one) => {
      const inPlace = breaches.find(({ id }) => id === one.id);
      return inPlace === undefined ? one : { ...one, whose: inPlace.whose };
    }),
  ];
  const fitting = all.filter((one) => one.whose === undefined || whose === undefined || one.whose === whose);
  return categories.flatMap((category) => fitting.filter((one) => one.category === category));
}

const categories: readonly Category[] = ['A', 'B'];

/** The sanctions that may follow a breach in this school, the lightest first; the school's own fit every breach. */
export function sanctionsOf(
  school: School,
  breach: Pick<SchoolBreach, 'category' | 'whose'>,
): readonly SchoolSanction[] {
  const own = school.concerns.sanctions;
  const fits = (one: Sanction) =>
    one.categories.includes(breach.category) && (breach.whose === undefined || one.whose.includes(breach.whose));
  return [
    ...sanctions.filter((one) => fits(one) && !own.some(({ id }) => id === one.id)),
    ...own.filter(({ id }) => sanctions.every((one) => one.id !== id || fits(one))),
  ];
}

/** The rules of conduct, each with its source. */
export const conductRules = { breaches, sanctions };
