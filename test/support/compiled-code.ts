const { NODE_COMPILE_CACHE } = process.env;

/** The variable by which a process takes what an earlier one has compiled, where there is such a place. */
export const compiledCode: Readonly<Record<string, string>> = NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {};
