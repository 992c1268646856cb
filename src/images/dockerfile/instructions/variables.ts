/** ARG and ENV of a Dockerfile. */

export interface Variables {
  /** Variables of the stage. */
  readonly values: Map<string, string>;
  /** Those that ENV sets, with the line: no argument counts against them. */
  readonly variables: Map<string, number>;
}

/** An argument without a default keeps the one from before the first stage; what the build is told counts before both. */
export function readArguments(
  text: string,
  { values, variables }: Variables,
  args: ReadonlyMap<string, string>,
  globals: ReadonlyMap<string, string>,
): void {
  for (const [, name = '', value] of text.matchAll(/(\w+)(?:=("[^"]*"|'[^']*'|\S*))?/g)) {
    const said = args.get(name) ?? value?.replace(/^["']|["']$/g, '') ?? globals.get(name);
    if (said !== undefined && !variables.has(name)) values.set(name, said);
  }
}

/** `NAME=value ...`, and the old form `NAME value`. */
export function variablesIn(text: string): readonly (readonly [name: string, value: string])[] {
  const old = /^(\w+)\s+([^=].*)$/.exec(text);
  if (old !== null) return [[old[1]!, old[2]!]];
  const found = text.matchAll(/(\w+)=("[^"]*"|'[^']*'|\S*)/g);
  return [...found].map(([, name, value]) => [name!, value!.replace(/^["']|["']$/g, '')]);
}
