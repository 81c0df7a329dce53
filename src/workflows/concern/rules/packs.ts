import type { RulesKept } from '../events.ts';

/** The rules that a case of before there were packs is decided under: those of the first pack, unchanged. */
export const firstRules: RulesKept = { pack: '2026-11', changes: [], steps: [] };
