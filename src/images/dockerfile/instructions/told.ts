/** What the program of an image is started with, and told by variables. */

import type { Told } from '../../../transform.ts';
import type { Stage } from './stage.ts';

export interface ToldByDockerfile extends Told {
  readonly by: 'ENTRYPOINT' | 'CMD' | 'ENV';
}

/** As it is written: variables in a command get their values when it starts. */
export function toldBy(file: string, { starts, variables, values }: Stage): readonly ToldByDockerfile[] {
  const words = [...starts].map(([by, { text, line }]) => {
    return { by, variable: undefined, text, at: `${file}:${line}` };
  });
  const set = [...variables].map(([variable, line]) => {
    return { by: 'ENV' as const, variable, text: values.get(variable) ?? '', at: `${file}:${line}` };
  });
  return [...words, ...set];
}
