import type { Form } from '../../../domain/form.ts';
import { roleLabel, roleTelephone, type School } from '../../../domain/school.ts';
import { oneScreen } from '../form-parts.ts';
import { breachKinds, breakers } from './quick-data.ts';

/** The short report of a broken rule: one screen, and no more than a line or two. */
export function breachForm(school: School): Form {
  return oneScreen('Report a broken rule', 'Send', [
    {
      kind: 'note',
      tone: 'plain',
      text: `For what broke a rule and harmed nobody. If a child may be at risk, choose "Report a concern", or ring ${roleTelephone(school, 'dsl')}.`,
    },
    { kind: 'choice', id: 'who', label: 'Who was it?', required: true, choices: breakers, source: '003 appendix 2a' },
    {
      kind: 'names',
      id: 'names',
      label: 'Their name, and class or job. One on each line',
      help: 'A colleague who is named here sees nothing of this.',
      required: true,
      source: '003 appendix 2a',
    },
    {
      kind: 'choice',
      id: 'breach',
      label: 'Which rule?',
      required: true,
      choices: breachKinds,
      source: '003 appendix 2a',
    },
    { kind: 'long-text', id: 'narrative', label: 'What happened?', required: true, source: '003 appendix 2a' },
  ]);
}

/** Calls the safeguarding team to a pupil's device: nothing has to be filled in. */
export function callForm(school: School): Form {
  return oneScreen('Call the team', 'Call them now', [
    {
      kind: 'note',
      tone: 'warning',
      text: `Do not view, copy or send what is on the device. Keep it with you, and the pupil in sight. The ${roleLabel(school, 'dsl')} or a deputy comes to you; they are on ${roleTelephone(school, 'dsl')}. If a child is in danger, ring 999 first.`,
    },
    { kind: 'text', id: 'room', label: 'Where are you?', source: '003 appendix 2a' },
    { kind: 'text', id: 'names', label: 'Which pupil?', source: '003 appendix 2a' },
  ]);
}
