import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { startTeamsBot, type TeamsBot } from '../../support/teams-bot.ts';
import { type Inputs, type Outcome, type TeamsPerson, wordsOf } from '../../support/teams-person.ts';

let bot: TeamsBot;
afterEach(() => bot.stop());

describe('outside agencies, in Teams', () => {
  it('[R096] [R206] one of the school file is chosen with its number in sight; any other is named', async () => {
    bot = await startTeamsBot();
    await report(bot.as(people.teacher), { kind: 'self-harm', about: 'pupil' }, { names: 'Jamie Marker-Name' });
    const dsl = bot.as(people.dsl);
    await dsl.pressInChannel('Open');
    await dsl.press('Take');
    const form = await dsl.press('Refer');
    expect(seen(form)).toContain("Children's social care (MASH): Duty desk, 01632 960201, last checked Tue 1 Sep");
    const asked = await dsl.press('Record the referral', { agency: 'kind:other', outcome: 'MARKER-OUTCOME' });
    expect(seen(asked)).toContain('Which agency?');
    const done = await dsl.press('Record the referral', { agencyName: 'MARKER-AGENCY' });
    expect(seen(done)).toContain('MARKER-AGENCY: told today 14:05 · next check Tue 1 Dec. So far: MARKER-OUTCOME');
    expect(bot.as(people.dsl).channel().join('\n')).not.toMatch(/marker/i);
    await dsl.press('More');
    const update = await dsl.press('Update a referral');
    expect(seen(update)).toContain('Update a referral');
    const updated = await dsl.press('Record it', { outcome: 'MARKER-CAME', isFinished: 'yes' });
    expect(seen(updated)).toContain('finished. Outcome: MARKER-CAME');
  });

  it('[R098] [R099] the LADO test says at once whom to ring, and what is owed then', async () => {
    bot = await startTeamsBot();
    await report(
      bot.as(people.teacher),
      { kind: 'staff-misuse', about: 'staff' },
      { adultNames: 'Callum Farrow, Geography' },
    );
    const head = bot.as(people.head);
    await head.press('Open');
    await head.press('Acknowledge');
    await head.press('LADO test');
    const next = await head.press('Continue', { harmed: 'no', offence: 'yes', risk: 'no' });
    expect(seen(next)).toContain(
      'This calls for the LADO. Ring Local authority designated officer (LADO), 01632 960203',
    );
    const tested = await head.press('Record the test');
    expect(seen(tested)).toContain('The LADO has to be told');
    expect(seen(tested)).not.toContain('[Close]');
    await head.press('Refer');
    const told = await head.press('Record the referral', { agency: 'lado' });
    expect(seen(told)).toContain('The LADO has been told.');
  });
});

async function report(person: TeamsPerson, what: Inputs, details: Inputs): Promise<void> {
  await person.say('/report-concern');
  await person.press('No');
  await person.press('Continue', what);
  await person.press('Send', { narrative: 'MARKER-NARRATIVE', ...details });
}

function seen(outcome: Outcome): string {
  return 'card' in outcome ? wordsOf(outcome.card) : JSON.stringify(outcome);
}
