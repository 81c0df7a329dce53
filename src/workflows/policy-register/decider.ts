import { type Ask, type DecisionContext, decision, type Refusal, type Reply } from '../../domain/decider.ts';
import { mayRead, viewSlot } from './access.ts';
import { begun, deliveryNoted, entered } from './clock-steps.ts';
import type { RegisterCommand } from './command-data.ts';
import { dataOf, type Outcome, personIn } from './decision-parts.ts';
import type { RegisterEvent } from './events.ts';
import { refusalFor, refuse } from './refusals.ts';
import { putAway, registerFile } from './register-file.ts';
import { dryRun, started } from './roll-over.ts';
import type { Register, RegisterState } from './state.ts';

/** Why this command may not be given now by whoever asks. */
export function refusesRegister(
  state: RegisterState,
  type: string,
  context: DecisionContext,
): Refusal<RegisterEvent> | undefined {
  const person = context.by.kind === 'person' ? context.by.person : undefined;
  const code = refusalFor(state, type as RegisterCommand, person, context.school);
  return code === undefined ? undefined : refuse(code, context);
}

/** Decides every command of the register. Pure: the same state, command and context always give the same outcome. */
export function decideRegister(state: RegisterState, ask: Ask, context: DecisionContext): Outcome {
  const refused = refusesRegister(state, ask.type, context);
  if (refused !== undefined) return refused;
  const command = ask.type as RegisterCommand;
  if (command === 'policy-register/begin') return begun(state);
  if (command === 'policy-register/enter') return entered(state, dataOf(command, ask), context);
  if (state.status === 'none') return refuse('not-yours', context);
  return decideOn(state, command, ask, context);
}

function decideOn(
  register: Register,
  command: Exclude<RegisterCommand, 'policy-register/begin' | 'policy-register/enter'>,
  ask: Ask,
  context: DecisionContext,
): Outcome {
  switch (command) {
    case 'policy-register/open':
      return shown(registerFile(register, personIn(context), dataOf(command, ask).page, context));
    case 'policy-register/put-away':
      return shown({ slot: viewSlot(personIn(context)), ...putAway(context) });
    case 'policy-register/roll-over':
      return shown(dryRun(register, personIn(context), context, { page: dataOf(command, ask).page }));
    case 'policy-register/start':
      return started(register, dataOf(command, ask).plan, context);
    case 'policy-register/delivery-note':
      return deliveryNoted(register, dataOf(command, ask));
    default:
      return command satisfies never;
  }
}

/** What somebody sees whose command was carried out already: the register as it is now, while they may read it. */
export function againRegister(state: RegisterState, ask: Ask, context: DecisionContext): Reply | undefined {
  const { by, school } = context;
  if (state.status === 'none' || by.kind !== 'person' || !mayRead(by.person, school)) return undefined;
  const page = ask.type === 'policy-register/open' ? dataOf(ask.type, ask).page : 1;
  return registerFile(state, by.person, page, context);
}

function shown(reply: Reply): Outcome {
  return decision({ events: [], messages: [], reply });
}
