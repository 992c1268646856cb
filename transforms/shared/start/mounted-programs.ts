/** Programs that a volume brings into a container: what they do nobody has listed for its image. */

import type { Container } from '../../../src/transform.ts';
import { commandLine, isWithin, mountsOf } from '../pods.ts';

const SHELL_WITH_SCRIPT = /(?<![\w./-])(?:\S*\/)?(?:ba|da|a)?sh\s+(?:-[a-z]+\s+)*-[a-z]*c\s/g;
const INTERPRETER = /^(?:\S*\/)?(?:(?:ba|da|a|z)?sh|python[\d.]*|node|perl|ruby|php)$/;
/** Words before a program that start it. */
const STARTER =
  /^(?:\S*\/)?(?:exec|env|tini|dumb-init|nice|nohup|time|timeout|sudo|\.|source|if|then|do|else|!|\w+=\S*)$/;

/** The first program of the command that comes from a volume, if any. */
export function mountedProgram(container: Container): string | undefined {
  const mounts = mountsOf(container).map(({ path }) => path);
  const steps = commandLine(container)
    .replace(SHELL_WITH_SCRIPT, ';')
    .split(/[;&|\n()`]+/);
  return steps.map(programOf).find(program => mounts.some(path => isWithin(program, path)));
}

/** What a simple command runs: for an interpreter its script. */
function programOf(step: string): string {
  const words = step.split(/[\s"'{}]+/).filter(word => word !== '');
  const operands = words.filter(word => !word.startsWith('-'));
  const start = operands.findIndex(word => !STARTER.test(word));
  const program = operands[start] ?? '';
  return INTERPRETER.test(program) ? (operands[start + 1] ?? '') : program;
}
