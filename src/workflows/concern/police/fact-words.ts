import type { FactId } from './events.ts';

interface FactWords {
  /** As it is asked of who handles the case. */
  readonly asked: string;
  /** What it is called where it is read. */
  readonly said: string;
  readonly source: string;
}

const adopted = '003 section 3.32';

/** How each fact is asked for and said. */
export const factWords: Readonly<Record<FactId, FactWords>> = {
  'immediate-risk': {
    asked: 'Is a child at immediate risk?',
    said: 'a child at immediate risk',
    source: '000 section 4.7',
  },
  'significant-risk': {
    asked: 'Is a child at significant risk of harm?',
    said: 'a child at significant risk of harm',
    source: adopted,
  },
  coercion: {
    asked: 'Is there coercion, blackmail or exploitation?',
    said: 'coercion, blackmail or exploitation',
    source: adopted,
  },
  violent: { asked: 'Is it extreme or violent?', said: 'extreme or violent', source: adopted },
  'under-13': { asked: 'Is a child under 13 involved?', said: 'a child under 13', source: adopted },
  'several-children': {
    asked: 'Is more than one child involved?',
    said: 'more than one child',
    source: adopted,
  },
  'known-vulnerable': {
    asked: 'Is a child known to social care or the police as vulnerable?',
    said: 'a child known as vulnerable',
    source: adopted,
  },
  'crime-recorded': {
    asked: 'Are there images or a recording of a crime?',
    said: 'images or a recording of a crime',
    source: adopted,
  },
  'sexual-image': {
    asked: 'May there be a sexual image of a child?',
    said: 'a possible sexual image of a child',
    source: adopted,
  },
  'sexual-harassment': {
    asked: 'Is it sexual harassment, or harmful sexual behaviour?',
    said: 'sexual harassment or harmful sexual behaviour',
    source: '003 section 3.32; 000 section 4.6',
  },
  'illegal-material': {
    asked: 'May some of the material be illegal?',
    said: 'material that may be illegal',
    source: '003 section 3.11; 000 section 4.4',
  },
  spreading: {
    asked: 'Is harmful material going round among pupils?',
    said: 'harmful material going round',
    source: '003 section 3.11',
  },
  'threat-to-life': {
    asked: 'Is there a threat to somebody’s life?',
    said: 'a threat to somebody’s life',
    source: '000 section 4.5.2',
  },
};

/** What the rules about the police go by, in the order in which it is asked. */
export const calling: readonly FactId[] = [
  'immediate-risk',
  'significant-risk',
  'coercion',
  'violent',
  'under-13',
  'several-children',
  'known-vulnerable',
  'crime-recorded',
];
/** What the case is about besides, which decides what else holds for it. */
export const about: readonly FactId[] = [
  'sexual-image',
  'sexual-harassment',
  'illegal-material',
  'spreading',
  'threat-to-life',
];
