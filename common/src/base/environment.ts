// The environment as our settings read it: an empty variable, or one of blanks alone, is not set. A shell, a compose file or a
// form in a web page leaves such a variable behind when a person clears a setting. Needs nothing, so that every command can
// read it first.

/** A copy without the variables that are empty. Every setting of ours is read from such a copy. */
export function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}
