import { describe, expect, it } from 'vitest';
import { workflowOf } from '../../src/domain/decider.ts';
import { registry } from '../../src/workflows/index.ts';

describe('the workflow of a command', () => {
  it('is the one whose name it begins with', () => {
    expect(workflowOf(registry, 'concern/note')?.id).toBe('concern');
  });

  it.each([
    '',
    'concern',
    'concern/',
    'concern/nothing',
    'nothing/note',
    'concern/constructor',
    'concern/__proto__',
    '__proto__/toString',
    'address/note',
  ])('is none for %j', (command) => {
    expect(workflowOf(registry, command)).toBeUndefined();
  });
});
