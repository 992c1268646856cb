/** Passwords that the commands of a container give to programs which they certainly run. */

import { inCommands, passwordsGiven, type Runs } from '../../src/credentials/commands.ts';
import type { Container, FieldPath } from '../../src/transform.ts';
import { stringsIn } from '../shared/data.ts';
import { withoutStarters } from '../shared/start/starters.ts';

const SHELL = /^(?:\S*\/)?(?:ba|da|a|z)?sh$/;
/** The option of a shell, or of `su`, whose value is a script. */
const SCRIPT = /^-[a-z]{0,4}c[a-z]{0,4}$/;
/** Programs that run what stands among their words elsewhere: in another container, on another machine, once for each line. */
const PASSES_ON = /^(?:\S*\/)?(?:kubectl|oc|docker|podman|nerdctl|ssh|xargs|watch|sshpass)$/;

/** Scripts of images that run their arguments. */
const ENTRYPOINT = /(?:^|\/)(?:docker-)?entrypoint(?:\.sh)?$/;

/** A word behind others is a program where these only start it: anything else may be a host that is called like one. */
const runs: Runs = before => {
  const [program, ...words] = withoutStarters(before);
  const last = words.at(-1);
  if (program === undefined || last === '--' || PASSES_ON.test(program)) return true;
  if (words.length === 0) return ENTRYPOINT.test(program);
  return SHELL.test(program) && last !== undefined && SCRIPT.test(last);
};

/** The passwords in a field of a container that holds a command, or the end of one. */
export function passwordsIn(container: Container, path: FieldPath): readonly string[] {
  const own = stringsIn(container.get(path));
  // What the manifest starts takes them; without a command of its own the entrypoint runs them as they are.
  const command = path[0] === 'args' ? stringsIn(container.get(['command'])) : [];
  const words = [...command, ...own];
  const given = [...passwordsGiven(words, runs)].filter(({ word }) => word >= command.length);
  const scripts = own.filter((_, index) => isScript(words, command.length + index));
  return [...given, ...scripts.flatMap(script => [...inCommands(script, runs)])].map(({ value }) => value);
}

function isScript(words: readonly string[], index: number): boolean {
  return words.slice(0, index).some(word => SCRIPT.test(word));
}
