import type { School } from '../../../domain/school.ts';
import type { Misfit } from '../../../domain/school-checks.ts';
import { kinds } from '../choices.ts';
import { presentPack } from './packs.ts';
import type { Rule } from './rule.ts';

/** What a school has changed of the rules, and that cannot be so: a rule that is not there, or that holds everywhere. */
export function ruleMisfits({ concerns: { rules, steps } }: School): readonly Misfit[] {
  const triggers = new Map<string, Rule>(presentPack.triggers.map((rule) => [rule.id, rule]));
  const known = new Map<string, Rule>([...triggers, ...presentPack.steps.map((rule) => [rule.id, rule] as const)]);
  const seen = new Set<string>();
  const wrong = ({ rule: id, change }: (typeof rules)[number]): string | undefined => {
    const isAgain = seen.has(id);
    seen.add(id);
    if (isAgain) return standsTwice;
    const rule = known.get(id);
    if (rule === undefined) return noSuchRule;
    if (rule.isFixed === true) return holdsEverywhere;
    return triggers.has(id) && change !== 'off' ? onOrOff : undefined;
  };
  const at = (path: Misfit['path'], message: string | undefined) => (message === undefined ? [] : [{ path, message }]);
  const everyKind = new Set<string>(kinds.map(({ value }) => value));
  return [
    ...rules.flatMap((rule, index) => at(['concerns', 'rules', index, 'rule'], wrong(rule))),
    ...steps.flatMap(({ id }, index) =>
      at(['concerns', 'steps', index, 'id'], steps.findIndex((one) => one.id === id) < index ? standsTwice : undefined),
    ),
    ...steps.flatMap(({ kinds: named }, index) =>
      named.flatMap((kind, place) =>
        at(['concerns', 'steps', index, 'kinds', place], everyKind.has(kind) ? undefined : noSuchKind),
      ),
    ),
  ];
}

const standsTwice = 'this stands twice; keep one';
const noSuchRule = 'there is no rule with this id; docs/concerns.md lists those that a school may change';
const holdsEverywhere = 'this rule holds at every school, because a child may be in danger; take this change away';
const onOrOff = 'a rule about the police is on or off; put "off", or take this change away';
const noSuchKind = 'there is no such kind of concern; docs/concerns.md lists them';
