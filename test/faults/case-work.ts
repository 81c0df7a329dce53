import { people } from '../support/school.ts';
import type { SlackPerson } from '../support/slack-person.ts';
import type { Written } from './checker/check.ts';
import { type House, realPause } from './house.ts';
import type { Replica } from './replica.ts';

/** The process died before it was done. */
export class Died extends Error {}

/** How long somebody waits for what they did to show, in milliseconds of real time, before they do it again. */
const SHOWN_WITHIN_MS = 3_000;
/** How often they do it again. */
const TRIES = 4;
/** The same for what may have to wait until what a dead process had claimed is free again. */
const DELIVERED_WITHIN_MS = 15_000;

type Step = 'report' | 'take' | 'note' | 'close';

/** One case at a time, from the report to its end, by people who do again what did not work. */
export function createCaseWork(house: House) {
  const { slack, as, channelId } = house;
  const [teacher, dsl] = [as(people.teacher), as(people.dsl)];
  const written: Written[] = [];
  let step: Step = 'report';
  let reference = '';
  let count = 0;
  let open: Written | undefined;
  const givenUp: string[] = [];

  function writes(what: Written['what']): Written {
    count++;
    open = { what, words: `MARKER-${String(count).padStart(5, '0')}`, isAcknowledged: false };
    written.push(open);
    return open;
  }

  async function shown<Found>(
    look: () => Found | undefined | false,
    replica: Replica,
    withinMs = SHOWN_WITHIN_MS,
  ): Promise<Found | undefined> {
    const until = performance.now() + withinMs;
    for (;;) {
      const found = look();
      if (found !== undefined && found !== false) return found;
      if (!replica.lives) throw new Died();
      if (performance.now() > until) return undefined;
      await realPause(3);
    }
  }

  /** Throws everything away that stands in front of somebody, as by closing the window. */
  function lookAway(person: SlackPerson): void {
    slack.workspace.stacks.set(person.user.id, []);
  }

  const has = (person: SlackPerson, label: string) => person.modal?.inputs.some((input) => input.label === label);

  /** Opens a report and fills it in, up to its last button. False when a screen did not come. */
  async function fillsIn(replica: Replica): Promise<boolean> {
    lookAway(teacher);
    await teacher.types('/report-concern');
    if (!(await shown(() => teacher.modal?.buttons.includes('No'), replica))) return false;
    await teacher.presses('No');
    if (!(await shown(() => has(teacher, 'What kind of concern is it?'), replica))) return false;
    await teacher.fills({ 'What kind of concern is it?': 'Something else', 'Who is it about?': 'One or more pupils' });
    await teacher.submits();
    if (!has(teacher, 'What happened?')) return false;
    const { words } = writes('report');
    await teacher.fills({ 'Which pupils? One name on each line': 'Robin Marker', 'What happened?': words });
    return true;
  }

  async function report(replica: Replica): Promise<boolean> {
    const isFilledIn = has(teacher, 'What happened?') && open?.what === 'report';
    if (!isFilledIn && !(await fillsIn(replica))) return false;
    await teacher.submits();
    const [found] = /C-[0-9A-Z]{6}/.exec(teacher.modal?.words ?? '') ?? [];
    if (found === undefined) return false;
    reference = found;
    if (open !== undefined) open.isAcknowledged = true;
    return true;
  }

  const cards = () => slack.messagesIn(channelId).filter(({ words }) => words.includes(reference));
  const cardSays = (text: string) => cards().some(({ words }) => words.includes(text));

  /** What the chat shows may have to wait until what another process had claimed is free, or for the chat's limits. */
  async function delivered<Found>(look: () => Found | undefined | false, replica: Replica): Promise<Found | undefined> {
    const soon = await shown(look, replica, 300);
    if (soon !== undefined) return soon;
    house.time.pace(20);
    try {
      return await shown(look, replica, DELIVERED_WITHIN_MS);
    } finally {
      house.time.pace(1);
    }
  }

  const cardWith = (label: string, replica: Replica) =>
    delivered(() => cards().findLast(({ words }) => words.includes(`[${label}]`)), replica);

  async function take(replica: Replica): Promise<boolean> {
    const card = await cardWith('Open', replica);
    if (card === undefined) {
      // Whether it was lost, or is only late, is for the check to say.
      givenUp.push(reference);
      step = 'close';
      return true;
    }
    if (cardSays('being handled')) return true;
    if (!card.words.includes('[Take]')) return false;
    await dsl.pressesOn(card, 'Take');
    // Where the process died before it had done it, nobody is told; it is pressed again then.
    return (await delivered(() => cardSays('being handled'), replica)) === true;
  }

  /** Opens the case and a form in it. False when it did not come. */
  async function opens(button: string, label: string, replica: Replica): Promise<boolean> {
    lookAway(dsl);
    const card = await cardWith('Open', replica);
    if (card === undefined) return false;
    await dsl.pressesOn(card, 'Open');
    const isOpen = () => dsl.modal?.words.includes(`Concern ${reference} `) && dsl.modal.buttons.length > 0;
    if (!(await shown(isOpen, replica))) return false;
    // What is not likely to come next stands behind one more press.
    if (dsl.modal?.buttons.includes(button) === false) await dsl.presses('More');
    if (!(await shown(() => dsl.modal?.buttons.includes(button), replica))) return false;
    await dsl.presses(button);
    return (await shown(() => has(dsl, label), replica)) === true;
  }

  async function note(replica: Replica): Promise<boolean> {
    if (!has(dsl, 'Note') || open?.what !== 'note') {
      if (!(await opens('Note', 'Note', replica))) return false;
      await dsl.fills({ Note: writes('note').words });
    }
    const words = open?.words ?? '';
    await dsl.submits();
    if (has(dsl, 'Note') || !dsl.modal?.words.includes(words)) return false;
    if (open !== undefined) open.isAcknowledged = true;
    return true;
  }

  async function close(replica: Replica): Promise<boolean> {
    if (cardSays(`${reference} · closed`)) return true;
    const reason = 'Why is it closed?';
    if (!has(dsl, reason)) {
      // It may have been closed by what seemed not to work.
      if (!(await opens('Close', reason, replica))) return dsl.modal?.words.includes(`${reference} · closed`) === true;
      await dsl.fills({ Outcome: 'Supported in school', [reason]: 'No more is needed.' });
    }
    await dsl.submits();
    return !has(dsl, reason) && dsl.modal?.words.includes(`${reference} · closed`) === true;
  }

  const doing = { report, take, note, close };
  const next: Readonly<Record<Step, Step>> = { report: 'take', take: 'note', note: 'close', close: 'report' };

  return {
    written: written as readonly Written[],
    /** Cases whose card nobody has seen in time. */
    givenUp: givenUp as readonly string[],
    get reference() {
      return reference;
    },
    /** Where it stands. */
    get step() {
      return step;
    },
    /** Fills in the next report and does not send it. */
    async fillsInReport(replica: Replica): Promise<void> {
      if (!(await fillsIn(replica))) throw new Error('the form of a report does not open');
    },
    /** Does one step, again and again. Throws `Died` when the process is gone. */
    async goOn(replica: Replica): Promise<void> {
      for (let tries = 0; tries < TRIES; tries++) {
        if (await doing[step](replica)) {
          open = undefined;
          step = next[step];
          return;
        }
        if (!replica.lives) throw new Died();
        // A process that has just been killed may not be known to be gone yet.
        await realPause(20);
        if (!replica.lives) throw new Died();
      }
      const front = [teacher, dsl].map(({ modal }) => modal?.words ?? 'nothing').join('\n---\n');
      throw new Error(
        `${step} of ${reference} does not work. In front of them stands:\n${front}\n${replica.log.join('')}`,
      );
    },
  };
}

export type CaseWork = ReturnType<typeof createCaseWork>;
