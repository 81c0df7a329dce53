import { expect, it } from 'vitest';
import { HOUR } from '../../../src/domain/instant.ts';
import { applications } from '../../support/application.ts';
import { someAnswers } from '../../support/concern.ts';

const opened = applications();

it('what is found of a service full of cases names no case, no pupil, no site and no kind of concern', async () => {
  const { app, report, pass, chat, school } = await opened.open();
  chat.always((call) => (call.slot === 'case' ? { kind: 'hopeless' } : undefined));
  const references = [
    await report(someAnswers({ names: 'MARKER Robin', narrative: 'MARKER what happened', kind: 'deliberate-access' })),
    await report(
      someAnswers({ danger: 'yes', kind: 'other', names: 'MARKER Ash', narrative: 'MARKER on marker.example' }),
    ),
  ];
  await pass(2 * HOUR);
  chat.inspects({
    missingRights: [],
    channels: [
      {
        channel: 'safeguarding',
        isThere: 'yes',
        openTo: 'invited',
        members: [{ name: 'MARKER a pupil' }],
      },
    ],
  });
  const found = await app.checkService(school);
  const said = JSON.stringify(found);
  expect(said).not.toMatch(/MARKER|marker|access|Robin|Ash\b/);
  for (const reference of references) expect(said).not.toContain(reference);
  // Not because there was nothing to say.
  expect(found.filter(({ level }) => level === 'wrong').map(({ check }) => check)).toEqual(
    expect.arrayContaining(['private-channel', 'urgent']),
  );
  expect(found.find(({ check }) => check === 'messages')?.what).toMatch(
    /^\d+ messages? of open cases, requests and jobs could not be delivered\.$/,
  );
});
