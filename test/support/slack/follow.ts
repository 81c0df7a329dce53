import type { Answer } from './delivery.ts';
import { pushView, wrongView } from './view-methods.ts';
import type { Part, StoredView, Workspace } from './workspace.ts';

/**
 * Does with a modal what the bot's answer to its submission says: docs.slack.dev, "Modals", updating and closing views.
 * Gives why it cannot be done, if it cannot.
 */
export function follow(workspace: Workspace, view: StoredView, answer: Answer): string | undefined {
  const said = answer.trouble === undefined ? readAnswer(answer.body) : undefined;
  if (said === undefined) return `the answer to the submission was no good: ${answer.trouble ?? 'no JSON'}`;
  const { response_action: action, view: next, errors } = said;
  if (action === undefined) {
    workspace.closeView(view);
    return undefined;
  }
  if (action === 'clear') {
    workspace.stacks.set(view.userId, []);
    return undefined;
  }
  if (action === 'errors') {
    for (const [block, problem] of Object.entries((errors ?? {}) as Part)) view.problems.set(block, String(problem));
    return undefined;
  }
  return action === 'update' || action === 'push' ? show(workspace, view, action, next) : `what is ${String(action)}?`;
}

function show(workspace: Workspace, view: StoredView, action: 'update' | 'push', next: unknown): string | undefined {
  const wrong = wrongView('modal', next);
  if (wrong !== undefined) return JSON.stringify(wrong);
  // Something else may have closed it meanwhile.
  if (!workspace.stackOf(view.userId).includes(view)) return 'the modal is no longer there';
  if (action === 'push')
    return pushView(workspace, view, next as Part) === undefined ? 'push_limit_reached' : undefined;
  workspace.changeView(view, next as Part);
  return undefined;
}

/** The body of an answer as an object; an empty one is an empty object, and undefined what is none. */
export function readAnswer(body: string): Part | undefined {
  if (body.trim() === '') return {};
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === 'object' && read !== null ? (read as Part) : undefined;
  } catch {
    return undefined;
  }
}
