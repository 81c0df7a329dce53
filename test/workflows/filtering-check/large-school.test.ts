import { afterEach, describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src/channels/render.ts';
import { drawModal, fitsModal } from '../../../src/channels/slack/draw.ts';
import { drawActivity, drawCard } from '../../../src/channels/teams/draw.ts';
import { checkAnswers } from '../../../src/domain/check-answers.ts';
import type { CardContent } from '../../../src/domain/decider.ts';
import { questionsOf } from '../../../src/domain/form.ts';
import { actorOf } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { filteringCheck } from '../../../src/workflows/filtering-check/index.ts';
import { standards } from '../../../src/workflows/filtering-check/standards.ts';
import { problemsOf } from '../../support/adaptive-cards.ts';
import { blockKitProblems } from '../../support/block-kit.ts';
import { screensOf } from '../../support/form-screens.ts';
import { aPerson, aSchool, manyPeople, people } from '../../support/school.ts';
import { type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { aSlackSchool } from '../../support/slack-school.ts';
import { startTeamsBot, type TeamsBot } from '../../support/teams-bot.ts';
import { wordsOf } from '../../support/teams-person.ts';
import { aCheck, given, monday, someStandards } from './a-check.ts';

const checks = { 'filtering-standards': { lastDone: '2025-06-01' } };
const of = (count: number) => aSchool({ people: manyPeople().slice(0, count), checks });
const twins = aSchool({
  people: [
    ...manyPeople(),
    aPerson('j.one@oakfield.example', 'Jo Smith', 'Teacher', 901),
    aPerson('j.two@oakfield.example', 'Jo Smith', 'Teacher', 902),
  ],
});
const command = 'filtering-check/record-standards';
const coordinator = actorOf(people.coordinator);
const responsible = 'Who is responsible? Name or email address';

function record(school: School, change: object = {}) {
  return given(aCheck('filtering-standards', school), school).when(command, coordinator, {
    ...someStandards,
    ...change,
  });
}

function formOf(school: School, state = record(school).state) {
  const form = filteringCheck.commands[command]?.form?.(state, { school, now: monday, by: people.dsl, given: {} });
  if (form === undefined) throw new Error('no form');
  return form;
}

const responsibleIn = (school: School, state?: ReturnType<typeof record>['state']) =>
  formOf(school, state)
    .steps.flatMap(questionsOf)
    .filter(({ id }) => id.startsWith('who-'));

describe('[R134] who is responsible for a standard', () => {
  it('is chosen from the staff up to ninety people, and beyond that put in by name or email address', () => {
    for (const question of responsibleIn(of(90))) {
      expect(question).toMatchObject({ kind: 'choice', initially: people.coordinator });
      expect(question.choices).toHaveLength(90);
    }
    for (const question of responsibleIn(of(91))) {
      expect(question).toMatchObject({ kind: 'text', label: responsible, required: true, initially: 'Mei Tanaka' });
      expect(question.choices).toBeUndefined();
    }
  });

  it('is put forward by email address where two have the name, and asked anew where they have left', () => {
    const { state } = record(twins, { 'who-review': 'j.two@oakfield.example' });
    const before = responsibleIn(twins, state).find(({ id }) => id === 'who-review');
    expect(before?.initially).toBe('j.two@oakfield.example');
    expect(responsibleIn(of(250), state).find(({ id }) => id === 'who-review')?.initially).toBeUndefined();
  });

  it.each([
    ['a whole name', ' somebody with a NAME 249 ', 'somebody.249@oakfield.example'],
    ['an email address', 'Somebody.249@oakfield.example', 'somebody.249@oakfield.example'],
    ['one of two with the same name by their email address', 'j.two@oakfield.example', 'j.two@oakfield.example'],
  ])('is taken as %s', (_how, who, person) => {
    const { events } = record(twins, { 'who-review': who });
    expect(events).toMatchObject([{ recorded: { standards: [{}, { id: 'review', who: person }, {}, {}] } }]);
  });

  it.each([
    ['half a name', 'Somebody', 'no-such-person', 'Nobody on the staff list is called that.'],
    ['the name of two', 'Jo Smith', 'several-people', 'Several people on the staff list have that name.'],
  ])('is refused as %s, with what to put and for which standards', (_how, who, code, said) => {
    const refused = record(twins, { 'who-review': who, 'who-monitoring': who });
    expect([refused.code, refused.events]).toEqual([code, []]);
    expect(refused.sentence).toContain(said);
    expect(refused.sentence).toContain('For who is responsible for "Yearly review" and "Monitoring", go back and put');
    expect(refused.sentence).toContain('email address');
  });
});

describe.each([90, 91, 250])('[R134] in a school of %d people every screen of the standards', (count) => {
  const school = of(count);
  const form = formOf(school);
  const screens = screensOf(
    { name: command, form, press: { do: command, ref: 'F-7K3Q9F' }, cancel: 'Back to the check', fixed: {} },
    'WORDS '.repeat(250),
  );

  it('is within what Teams takes', () => {
    const render = createRenderer('teams');
    for (const { name, content, how } of screens) {
      const card = drawCard(render, content, { setting: 'chat', slot: 'view:x' });
      expect(problemsOf(card), name).toEqual([]);
      expect(Buffer.byteLength(JSON.stringify(card)), name).toBeLessThan(80 * 1_024);
      const activity = JSON.stringify(drawActivity(render, content, { setting: 'chat', slot: 'view:x' }));
      // As in test/cards/teams.test.ts.
      if (how === 'posted') expect(Buffer.byteLength(activity, 'utf16le'), name).toBeLessThan(100 * 1_024);
    }
  });

  it('is within what Slack takes', () => {
    const render = createRenderer('slack');
    const modalOf = (content: CardContent) => {
      const modal = drawModal(render, content, { slot: 'view:x' });
      return fitsModal(modal) ? modal : drawModal(render, content, { slot: 'view:x', isDraft: true });
    };
    for (const { name, content } of screens) expect(blockKitProblems('modal', modalOf(content)), name).toEqual([]);
  });

  it('takes what its form asks for', () => {
    const who = count > 90 ? 'Mei Tanaka' : people.coordinator;
    const answers = { ...someStandards, ...Object.fromEntries(standards.map(({ id }) => [`who-${id}`, who])) };
    const { values, problems } = checkAnswers(form, answers, { school, now: monday });
    expect(problems).toEqual({});
    expect(record(school, values).events).toHaveLength(1);
  });
});

describe('[R134] the standards of a school of 250 people', () => {
  let teams: TeamsBot | undefined;
  let slack: SlackBot | undefined;
  afterEach(async () => {
    await teams?.stop();
    await slack?.stop();
    [teams, slack] = [undefined, undefined];
  });

  it('are recorded in Teams; a wrong name loses nothing and says which one is meant', async () => {
    teams = await startTeamsBot({ school: of(250) });
    await teams.application.keep();
    await teams.pass(60_000);
    const coordinator_ = teams.as(people.coordinator);
    await coordinator_.press('Open to record it');
    await coordinator_.press('Record it');
    await coordinator_.press('Continue');
    for (const { id } of standards) {
      const who = id === 'blocking' ? 'Somebody' : 'somebody with a name 249';
      const standard = { [`standing-${id}`]: 'met', [`who-${id}`]: who, [`how-${id}`]: `MARKER-${id}` };
      await coordinator_.press('Continue', standard);
    }
    const wrong = await coordinator_.press('Record it');
    const said = 'card' in wrong ? wordsOf(wrong.card) : '';
    expect(said).toContain(
      'Nobody on the staff list is called that. For who is responsible for "Blocking", go back and put',
    );
    await coordinator_.press('Back');
    const back = await coordinator_.press('Back');
    for (const kept of ['Somebody', 'MARKER-blocking']) expect(JSON.stringify(back)).toContain(kept);
    await coordinator_.press('Continue', { 'who-blocking': people.networkManager });
    await coordinator_.press('Continue');
    const done = await coordinator_.press('Record it');
    const shown = 'card' in done ? wordsOf(done.card) : '';
    for (const words of ['Responsible: Somebody With A Name 249', 'Responsible: Ifeoma Brandt', 'MARKER-monitoring'])
      expect(shown).toContain(words);
  });

  it('are recorded in Slack', async () => {
    const school = aSlackSchool({ checks });
    const others = manyPeople().slice(school.people.length);
    slack = await startSlackBot({
      school: { ...school, people: [...school.people, ...others.map(({ teams: _, ...person }) => person)] },
    });
    await slack.application.keep();
    await slack.pass(60_000);
    const coordinator_ = slack.as(people.coordinator);
    await coordinator_.pressesOn(
      coordinator_.newestWith('Open to record it', { saying: 'DfE filtering' }),
      'Open to record it',
    );
    await coordinator_.presses('Record it');
    await coordinator_.submits();
    for (const { id } of standards) {
      await coordinator_.fills({
        'Is it met?': 'Met',
        [responsible]: id === 'blocking' ? 'Somebody' : 'Somebody With A Name 249',
        'How is it met, or what is missing?': `MARKER-${id}`,
      });
      await coordinator_.submits();
    }
    await coordinator_.submits();
    expect(coordinator_.modal?.words).toContain('For who is responsible for "Blocking", go back and put');
    await coordinator_.presses('Back');
    await coordinator_.presses('Back');
    const kept = coordinator_.modal?.inputs.find(({ label }) => label === responsible);
    expect(kept?.value).toBe('Somebody');
    await coordinator_.fills({ [responsible]: 'Ifeoma Brandt' });
    for (let screens = 0; screens < 3; screens++) await coordinator_.submits();
    for (const words of ['Responsible: Somebody With A Name 249', 'Responsible: Ifeoma Brandt', 'MARKER-monitoring'])
      expect(coordinator_.modal?.words).toContain(words);
    expect(slack.slack.refusals()).toEqual([]);
  });
});
