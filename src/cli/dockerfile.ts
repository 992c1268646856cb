/** What the Dockerfiles of a repository say of its own images. */
import { posix } from 'node:path';
import type { Files } from '../kustomize/files.ts';

export interface DockerfileFacts {
  readonly file: string;
  readonly user: number | undefined;
  readonly group: number | undefined;
  readonly ports: readonly number[];
}

/** By the last word of an image's name: the Dockerfile in a folder of that name, or `<name>.Dockerfile`. */
export function dockerfileFor(
  files: Files,
  paths: readonly string[],
  image: string,
): DockerfileFacts | undefined {
  const word = image.split('/').at(-1)!.toLowerCase();
  const file = paths.find(path => {
    const name = posix.basename(path).toLowerCase();
    if (name === `${word}.dockerfile` || name === `dockerfile.${word}`) return true;
    return name === 'dockerfile' && posix.basename(posix.dirname(path)).toLowerCase() === word;
  });
  const text = file === undefined ? undefined : files.read(file);
  return text === undefined ? undefined : factsOf(file!, text);
}

/** USER and EXPOSE of the last stage; names and variables are nobody's number. */
function factsOf(file: string, text: string): DockerfileFacts {
  let user: number | undefined;
  let group: number | undefined;
  let ports: number[] = [];
  for (const line of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const [, word = '', rest = ''] = /^\s*(FROM|USER|EXPOSE)\s+(.*)$/i.exec(line) ?? [];
    if (word.toUpperCase() === 'FROM') {
      user = group = undefined;
      ports = [];
    }
    if (word.toUpperCase() === 'USER') {
      const ids = /^(\d+)(?::(\d+))?\s*$/.exec(rest);
      user = ids ? Number(ids[1]) : undefined;
      group = ids?.[2] === undefined ? undefined : Number(ids[2]);
    }
    if (word.toUpperCase() === 'EXPOSE') {
      ports.push(
        ...rest
          .split(/\s+/)
          .flatMap(port => (/^\d+(?:\/tcp)?$/.test(port) ? [Number.parseInt(port, 10)] : [])),
      );
    }
  }
  return { file, user, group, ports };
}
