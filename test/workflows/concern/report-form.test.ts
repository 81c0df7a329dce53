import { describe, expect, it } from 'vitest';
import { type Answers, type Condition, isShown, type Question, questionsOf } from '../../../src/domain/form.ts';
import { abouts, kinds, platforms, sources } from '../../../src/workflows/concern/choices.ts';
import { reportForm } from '../../../src/workflows/concern/report-form.ts';
import { reportQuestions } from '../../../src/workflows/concern/report-questions.ts';
import { aSchool } from '../../support/school.ts';

const form = reportForm(aSchool());
const [danger, what, details] = form.steps;
const notes = form.steps.flatMap((step) => step.items.filter((item) => item.kind === 'note'));

/** Every way through the form that changes what is asked. */
const paths: readonly Answers[] = kinds.flatMap((kind) =>
  abouts.flatMap((about) =>
    sources.flatMap((source) =>
      platforms.flatMap((platform) =>
        ['yes', 'no'].map((danger) => ({
          danger,
          kind: kind.value,
          about: about.value,
          source: source.value,
          platform: platform.value,
        })),
      ),
    ),
  ),
);

function shown(answers: Answers): readonly Question[] {
  return reportQuestions.filter((question) => isShown(question, answers));
}

function isAsked(id: string, answers: Answers): boolean {
  return shown(answers).some((question) => question.id === id);
}

function notesFor(answers: Answers): string {
  return notes
    .filter((note) => isShown(note, answers))
    .map(({ text }) => text)
    .join('\n');
}

const bullying = { danger: 'no', kind: 'bullying-pupil', about: 'pupil', source: 'saw' };

describe('the form of a concern', () => {
  it('[R043] asks first whether a child is in immediate danger', () => {
    expect(danger?.items).toEqual([expect.objectContaining({ id: 'danger', kind: 'press', required: true })]);
  });

  it('[R043] says at once to ring 999 and to tell the DSL in person, with the numbers, before it goes on', () => {
    const [first] = what?.items ?? [];
    expect(first).toMatchObject({ kind: 'note', tone: 'danger', when: { question: 'danger', is: ['yes'] } });
    const text = first?.kind === 'note' ? first.text : '';
    expect(text).toContain('Ring 999 now');
    expect(text).toContain('Designated Safeguarding Lead in person or on 01632 960101');
    expect(text).toContain('01632 960100');
    expect(notesFor({ danger: 'no' })).not.toContain('999');
  });

  it.each([
    ['pupil', 'accidental-access', 'Designated Safeguarding Lead', '01632 960101'],
    ['adult', 'contact-by-adult', 'Designated Safeguarding Lead', '01632 960101'],
    ['staff', 'other', 'head teacher', '01632 960103'],
    ['pupil', 'staff-misuse', 'head teacher', '01632 960103'],
    ['head', 'other', 'chair of governors', '01632 960104'],
  ])('[R043] in danger, about %s (%s), names whom to tell: the %s', (about, kind, role, telephone) => {
    const step = (details?.items ?? []).filter((item) => item.kind === 'note' && item.tone === 'danger');
    const said = step.filter((item) => isShown(item, { danger: 'yes', kind, about }));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ text: expect.stringContaining(`tell the ${role} in person or on ${telephone}`) });
  });

  it('asks for at most five answers, whatever is answered', () => {
    expect(paths).toHaveLength(18 * 4 * 5 * 4 * 2);
    for (const path of paths) expect(shown(path).filter((question) => question.required).length).toBeLessThanOrEqual(5);
  });

  it('always asks for the account, and for whom it is about', () => {
    for (const path of paths) {
      const required = shown(path)
        .filter((question) => question.required)
        .map(({ id }) => id);
      expect(required).toEqual(expect.arrayContaining(['danger', 'kind', 'about', 'narrative']));
      const whom = required.filter((id) => id === 'names' || id === 'adultNames');
      expect(whom).toHaveLength(path.about === 'head' ? 0 : 1);
    }
  });

  it('never lets a question depend on an answer of its own screen, which the chat could not show in time', () => {
    const asked = (condition: Condition | undefined): readonly string[] =>
      condition === undefined ? [] : [condition.question, ...asked(condition.also), ...asked(condition.or)];
    form.steps.forEach((step, index) => {
      const before = form.steps.slice(0, index).flatMap((earlier) => questionsOf(earlier).map(({ id }) => id));
      for (const item of step.items) expect(before).toEqual(expect.arrayContaining([...asked(item.when)]));
    });
  });

  it('asks everything once, and says where each question comes from', () => {
    const ids = form.steps.flatMap((step) => questionsOf(step)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(reportQuestions.map(({ id }) => id));
    for (const question of reportQuestions) expect(question.source).toMatch(/^00[03] /);
  });

  it('says how long it takes and what happens with the answers, in one line', () => {
    expect(form.intro).toBe('About a minute. Your answers go to the people who handle it and to nobody else.');
  });

  it('puts what can be asked later below what must be said now', () => {
    for (const question of reportQuestions) expect(question.required === true && question.more === true).toBe(false);
    for (const id of ['room', 'device', 'under13', 'send', 'knownVulnerable', 'evidence', 'done'])
      expect(reportQuestions.find((question) => question.id === id)?.more).toBe(true);
  });

  it('has a label that can be seen and an own name for each choice', () => {
    for (const { label, choices } of reportQuestions) {
      expect(label.length).toBeGreaterThan(2);
      const labels = choices?.map((choice) => choice.label) ?? [];
      expect(new Set(labels).size).toBe(labels.length);
      // Slack cuts an option at 75 characters.
      for (const text of labels) expect(text.length).toBeLessThanOrEqual(75);
    }
  });
});

describe('what is asked', () => {
  it.each([
    ['[R028] the day and the time it happened', ['date', 'time'], bullying],
    ['[R029] the names of the pupils', ['names'], bullying],
    ['[R029] the name of the member of staff', ['adultNames'], { ...bullying, about: 'staff' }],
    ['[R031] the room and the number of the computer', ['room', 'device'], bullying],
    ['[R032] what happened, and what evidence there is', ['narrative', 'evidence'], bullying],
    ['[R033] what was done so far, and why', ['done'], bullying],
    ['[R034] the web address after accidental access', ['website'], { ...bullying, kind: 'accidental-access' }],
    ['[R034] the web address after deliberate access', ['website'], { ...bullying, kind: 'deliberate-access' }],
    ['[R035] the four kinds of risk', ['risks'], bullying],
    ['[R036] the kind of incident', ['kind'], bullying],
    ['[R037] whom it is about, and what part the pupils had', ['about', 'capacity'], bullying],
    ['[R038] whether it was accidental or deliberate', ['intent'], bullying],
    ['[R039] the other pupils involved', ['others'], bullying],
    ['[R040] in school or out of school', ['inSchool'], bullying],
    ['[R041] whether school equipment or the network was used', ['schoolEquipment'], bullying],
    ['[R042] where online, and who could see it', ['platform', 'audience'], bullying],
    ['[R043] whether a child is in immediate danger', ['danger'], bullying],
    ['[R044] special educational and mental-health needs', ['send'], bullying],
    ['[R045] whether social care or police know a child as vulnerable', ['knownVulnerable'], bullying],
    ['[R046] whether a child under 13 is involved', ['under13'], bullying],
    ['[R047] signs of harm from outside the family', ['outsideHarm'], bullying],
    ['[R048] what makes it bullying, and the form it took', ['bullying'], bullying],
    ['[R049] the behaviours of sexual harassment', ['harassment'], { ...bullying, kind: 'sexual-harassment' }],
    ['[R058] how a phone was misused', ['phone'], { ...bullying, kind: 'phone-misuse' }],
    [
      '[R054] the evidence: what it is, who holds it, where, and since when',
      ['evidence', 'evidenceHolder', 'evidencePlace', 'evidenceSince'],
      bullying,
    ],
    ['[R022] that a parent told it', ['source'], { ...bullying, source: 'parent' }],
    ['[R023] that a pupil told it, as victim or as witness', ['source', 'toldAs'], { ...bullying, source: 'pupil' }],
  ])('%s', (_what, ids, answers) => {
    for (const id of ids) expect(isAsked(id, answers)).toBe(true);
  });

  it('[R058] of the misuse of a phone: seen or heard, a photo without consent, in an examination; and of nothing else', () => {
    const question = reportQuestions.find(({ id }) => id === 'phone');
    expect(question?.choices?.map(({ value }) => value)).toEqual(['used', 'photo', 'exam']);
    expect(isAsked('phone', bullying)).toBe(false);
  });

  it('[R036] every kind of incident that the policies name', () => {
    expect(kinds.map(({ value }) => value)).toEqual(
      expect.arrayContaining([
        'accidental-access',
        'deliberate-access',
        'staff-misuse',
        'bullying-pupil',
        'bullying-staff',
        'sexual-harassment',
        'contact-by-adult',
        'extremism',
        'self-harm',
        'phone-misuse',
        'fraud',
        'filter-bypass',
        'data-breach',
        'ai-misuse',
        'parent-conduct',
      ]),
    );
    expect(kinds.at(-1)?.label).toBe('Something else');
  });

  it.each([
    [
      '[R035] content, contact, commerce and conduct, which one school calls culture',
      'risks',
      ['Content', 'Contact', 'Commerce', 'Conduct (culture)'],
    ],
    ['[R037, R039] victim, instigator or witness', 'capacity', ['Victim', 'Instigator', 'Witness', 'Not known']],
    [
      '[R042] social media, messages, gaming, elsewhere',
      'platform',
      ['Social', 'Messages', 'Gaming', 'Somewhere else'],
    ],
    ['[R042] public or private', 'audience', ['Anybody', 'Only some people']],
    ['[R047] criminal or sexual exploitation, a gang', 'outsideHarm', ['Criminal', 'Sexual', 'gang']],
    [
      '[R048] repeated, meant, imbalance of power; messages, posts, sites, images',
      'bullying',
      ['more than once', 'meant to hurt', 'imbalance of power', 'messages', 'posts', 'site', 'images'],
    ],
    [
      '[R049] images with and without consent, upskirting, bullying, comments, coercion, coercing others',
      'harassment',
      [
        'without consent',
        'with consent',
        'Upskirting',
        'Sexualised bullying',
        'Unwanted sexual comments',
        'Exploitation, coercion or threats',
        'Coercing others',
      ],
    ],
    [
      '[R022, R023] seen, told by a pupil, told by a parent, told by somebody else',
      'source',
      ['myself', 'A pupil', 'A parent', 'Somebody else'],
    ],
    ['[R038] accidental, deliberate, not known', 'intent', ['Accidental', 'Deliberate', 'Not known']],
    ['[R040] in school, out of school', 'inSchool', ['In school', 'Out of school']],
  ])('%s', (_what, id, words) => {
    const labels = (reportQuestions.find((question) => question.id === id)?.choices ?? []).map(({ label }) => label);
    for (const word of words) expect(labels.some((label) => label.includes(word))).toBe(true);
  });

  it('[R028] says nothing of the time of reporting: that is known', () => {
    const day = reportQuestions.find((question) => question.id === 'date');
    expect(day).toMatchObject({ initially: 'today', notInFuture: true });
  });

  it('only what fits the kind: no web address for bullying, no bullying for a website', () => {
    expect(isAsked('website', bullying)).toBe(false);
    expect(isAsked('bullying', { ...bullying, kind: 'accidental-access' })).toBe(false);
    expect(isAsked('toldAs', bullying)).toBe(false);
    expect(isAsked('intent', { ...bullying, kind: 'accidental-access' })).toBe(false);
    expect(isAsked('names', { ...bullying, about: 'head' })).toBe(false);
    expect(isAsked('adultNames', { ...bullying, about: 'head' })).toBe(false);
  });

  it('who the member of staff is, also where "pupils" was chosen for misuse by staff', () => {
    expect(isAsked('adultNames', { ...bullying, kind: 'staff-misuse' })).toBe(true);
    expect(isAsked('names', { ...bullying, kind: 'staff-misuse' })).toBe(false);
  });
});

describe('what the form says', () => {
  it('[R051] avoid viewing; do not download, store, copy or forward', () => {
    for (const path of paths) {
      const said = notesFor(path);
      for (const word of ['Avoid viewing', 'do not look for', 'download', 'store', 'copy', 'forward'])
        expect(said).toContain(word);
    }
  });

  it('[R057] how to speak with pupils after accidental access: calm, reassure, no blame, a lesson', () => {
    const said = notesFor({ ...bullying, kind: 'accidental-access' });
    for (const word of ['calmly', 'close or minimise', 'reassure', 'blame nobody', 'lesson'])
      expect(said).toContain(word);
    expect(notesFor(bullying)).not.toContain('minimise');
  });

  it('[R050, R054] to describe evidence and never to send it: no question takes a file', () => {
    expect(reportQuestions.find(({ id }) => id === 'evidence')?.help).toContain(
      'Never send, copy or keep the thing itself',
    );
    const takesWords = ['press', 'text', 'long-text', 'names', 'choice', 'choices', 'date', 'time', 'web-address'];
    for (const { kind } of reportQuestions) expect(takesWords).toContain(kind);
  });

  it('not to ask leading questions, and to use the child’s own words', () => {
    expect(notesFor(bullying)).toContain('in their words where you can. Do not ask leading questions.');
  });
});
