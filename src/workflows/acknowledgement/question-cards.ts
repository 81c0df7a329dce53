import type { CardContent, Reply } from '../../domain/decider.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Button, Message } from '../../domain/message.ts';
import { paginate } from '../../domain/pages.ts';
import { saidVersion } from '../../domain/policy-card.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import { closedUntil, saidDateTime } from '../../domain/school-time.ts';
import { button, type CardContext, questionButton } from './buttons.ts';
import { viewSlot } from './file-card.ts';
import type { Acknowledgement, PolicyQuestion } from './state.ts';

/** The slot of the owner's card of a question: another one for each owner, as it stands in a chat of their own. */
export function questionSlot({ number, passedOn }: Pick<PolicyQuestion, 'number' | 'passedOn'>): string {
  return passedOn === 0 ? `question:${number}` : `question:${number}:${passedOn}`;
}

/** The owner's card: what it is about, and neither who asks nor what. */
export function questionCard(question: PolicyQuestion, { school, reference }: CardContext): CardContent {
  const { number, answer, at } = question;
  const isAnswered = answer !== null;
  return {
    card: 'notice',
    preview: isAnswered ? 'You answered a question about a policy' : 'A question about a policy',
    data: {
      title: `A question about ${saidVersion(question)}`,
      lines: isAnswered
        ? [`You answered ${saidDateTime(school, answer.at)}.`, ...whenTold(answer.at, school)]
        : [`Asked ${saidDateTime(school, at)}.`],
      buttons: [
        button('acknowledgement/open-question', reference, {
          given: { number: String(number) },
          primary: !isAnswered,
          opens: true,
        }),
        ...(isAnswered ? [] : [answerButton(number, reference, {})]),
      ],
    },
  };
}

/** When whoever asked gets the answer, where that was given while the school is closed. */
function whenTold(at: Instant, school: School): readonly string[] {
  const opens = closedUntil({ school, at });
  return opens === undefined ? [] : [`They get it when the school opens, ${saidDateTime(school, opens)}.`];
}

/** What of a question can wait comes while the school is open. */
function atWork(message: Message, of: CardContext): Message {
  const opens = closedUntil(of);
  return opens === undefined ? message : { ...message, notBefore: opens };
}

/** The owner's card as a message that is new to them. */
export function newQuestionMessage(question: PolicyQuestion, of: CardContext): Message {
  return atWork(questionMessage(question, of), of);
}

/** The owner's card as a message. */
export function questionMessage(question: PolicyQuestion, of: CardContext): Message {
  const { owner } = question;
  return { slot: questionSlot(question), to: { kind: 'person', person: owner }, ...questionCard(question, of) };
}

/** Who asked and what, for whoever looks after the policy, on the private surface. */
export function openedQuestion({ file }: Acknowledgement, question: PolicyQuestion, of: CardContext): Reply {
  const { school, reference } = of;
  const { number, text, at, answer, owner } = question;
  const said = [
    { heading: saidVersion(question), text: `Asked by ${file.name}, ${file.jobTitle}, ${saidDateTime(school, at)}.` },
    { heading: 'The question', text },
    ...(answer === null
      ? []
      : [
          { heading: `Your answer, ${saidDateTime(school, answer.at)}`, text: answer.text },
          ...whenTold(answer.at, school).map((when) => ({ heading: 'On its way', text: when })),
        ]),
  ];
  return {
    slot: viewSlot(owner),
    card: 'case-file',
    preview: 'A question about a policy',
    data: {
      title: answer === null ? 'A question about a policy' : 'A question about a policy · answered',
      attention: false,
      caution: 'Only you see this. The answer goes to whoever asked, and to nobody else.',
      // It is far shorter than a page.
      blocks: paginate(said).flatMap((page) => page.map(({ heading, text: words }) => ({ heading, text: words }))),
      page: '',
      turns: [],
      buttons: [
        ...(answer === null ? [answerButton(number, reference, { from: 'view' })] : []),
        button('acknowledgement/question', reference, {
          label: 'Put away',
          given: { number: String(number), from: 'view' },
          chatOnly: true,
        }),
      ],
      more: [],
    },
    fades: putAwayQuestion(question, of),
  };
}

/** What stands in the owner's chat when a question is no longer shown there. */
export function putAwayQuestion({ number }: PolicyQuestion, { reference }: CardContext): CardContent {
  const text = 'A question about a policy was shown here and has been put away.';
  const given = { number: String(number) };
  const buttons = [button('acknowledgement/open-question', reference, { label: 'Open again', given, opens: true })];
  return { card: 'notice', preview: text, data: { title: '', lines: [text], buttons } };
}

/** The answer, in the chat of whoever asked. */
export function answerMessage({ file }: Acknowledgement, question: PolicyQuestion, of: CardContext): Message {
  const { number, answer } = question;
  const { school } = of;
  const message: Message = {
    slot: `answer:${number}`,
    to: { kind: 'person', person: file.person },
    card: 'notice',
    preview: 'An answer to your question about a policy',
    data: {
      title: `An answer about ${saidVersion(question)}`,
      lines: answer === null ? [] : [answer.text, `Answered ${saidDateTime(school, answer.at)}.`],
      buttons: [questionButton(file.campaign, 'card')],
    },
  };
  return atWork(message, of);
}

/** Tells whoever asked that their question did not come to anybody. */
export function questionMissed({ file }: Acknowledgement, question: PolicyQuestion, school: School): Message {
  const head = `the ${roleLabel(school, 'head')}`;
  const text = `Your question about a policy is kept, but it could not be brought to whoever looks after the policy. Please ask ${head}.`;
  return {
    slot: `question-missed:${question.number}`,
    to: { kind: 'person', person: file.person },
    card: 'line',
    data: { text },
    preview: text,
  };
}

function answerButton(number: number, reference: string, given: { readonly [key: string]: string }): Button {
  const isInView = given['from'] === 'view';
  return button('acknowledgement/answer', reference, {
    given: { number: String(number), ...given },
    primary: isInView,
    opens: true,
  });
}
