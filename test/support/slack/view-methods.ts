import { blockKitProblems } from '../block-kit.ts';
import { type ApiAnswer, failed, type Method, type Scene, said } from './api.ts';
import { stateOf } from './state.ts';
import type { Part, StoredView, Workspace } from './workspace.ts';

/** docs.slack.dev, views.push: two more above the first. */
const STACK_LIMIT = 3;

export const viewMethods: { readonly [name: string]: Method } = {
  'views.open': (args, scene) => {
    const wrong = wrongView('modal', args['view']);
    if (wrong !== undefined) return wrong;
    const trigger = scene.workspace.exchange(said(args, 'trigger_id'));
    if (typeof trigger === 'string') return failed(trigger);
    const view = scene.workspace.createView(trigger.userId, args['view'] as Part);
    scene.workspace.stacks.set(trigger.userId, [view]);
    return { ok: true, view: viewJson(view, scene) };
  },
  'views.push': (args, scene) => {
    const wrong = wrongView('modal', args['view']);
    if (wrong !== undefined) return wrong;
    const { workspace } = scene;
    const trigger = workspace.exchange(said(args, 'trigger_id'));
    if (typeof trigger === 'string') return failed(trigger);
    const below = workspace.stackOf(trigger.userId).at(-1);
    if (below === undefined || below.id !== trigger.viewId) return failed('not_found');
    const pushed = pushView(workspace, below, args['view'] as Part);
    return pushed === undefined ? failed('push_limit_reached') : { ok: true, view: viewJson(pushed, scene) };
  },
  'views.update': (args, scene) => {
    const wrong = wrongView('modal', args['view']);
    if (wrong !== undefined) return wrong;
    const [viewId, externalId] = [said(args, 'view_id'), said(args, 'external_id')];
    if (viewId === '' && externalId === '') return failed('invalid_arguments', ['missing required field: view_id']);
    const found = scene.workspace.viewBy(({ id, view }) =>
      viewId === '' ? view['external_id'] === externalId : id === viewId,
    );
    if (found === undefined) return failed('not_found');
    if (args['hash'] !== undefined && args['hash'] !== found.hash) return failed('hash_conflict');
    scene.workspace.changeView(found, args['view'] as Part);
    return { ok: true, view: viewJson(found, scene) };
  },
  'views.publish': (args, scene) => {
    const { workspace } = scene;
    const userId = said(args, 'user_id');
    const wrong = wrongView('home', args['view']);
    if (wrong !== undefined) return wrong;
    if (!workspace.users.has(userId)) return failed('invalid_arguments', ['invalid `user_id` [json-pointer:/user_id]']);
    const home = workspace.homes.get(userId);
    if (args['hash'] !== undefined && args['hash'] !== home?.hash) return failed('hash_conflict');
    const view = args['view'] as Part;
    if (home === undefined) workspace.homes.set(userId, workspace.createView(userId, view));
    else workspace.changeView(home, view);
    return { ok: true, view: viewJson(workspace.homes.get(userId) as StoredView, scene) };
  },
};

/** Puts a view above another; undefined when there are too many. */
export function pushView(workspace: Workspace, below: StoredView, view: Part): StoredView | undefined {
  const stack = workspace.stackOf(below.userId);
  if (stack.length >= STACK_LIMIT) return undefined;
  const pushed = workspace.createView(below.userId, view, below);
  workspace.stacks.set(below.userId, [...stack, pushed]);
  return pushed;
}

/** Why Slack does not take a view. */
export function wrongView(surface: 'modal' | 'home', view: unknown): ApiAnswer | undefined {
  const problems = blockKitProblems(surface, view);
  if (problems.some((each) => each.startsWith('view_too_large'))) return failed('view_too_large');
  return problems.length > 0 ? failed('invalid_arguments', problems) : undefined;
}

/** A view as Slack sends it, with what stands in it. */
export function viewJson(
  stored: StoredView,
  { workspace, appId, botId }: Pick<Scene, 'workspace' | 'appId' | 'botId'>,
): Part {
  const { view, hash, id, root, previous, typed } = stored;
  return {
    id,
    team_id: workspace.teamId,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    ...(view['type'] === 'modal' ? { close: null, submit: null } : {}),
    ...view,
    state: stateOf(view, typed),
    hash,
    root_view_id: root,
    previous_view_id: previous ?? null,
    app_id: appId,
    app_installed_team_id: workspace.teamId,
    bot_id: botId,
  };
}
