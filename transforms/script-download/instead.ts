/** The same, but for that what runs is what somebody has looked at. */

import type { Doubt } from '../../src/transform.ts';
import type { Download } from './commands.ts';
import { releaseOf } from './releases.ts';

export interface Known {
  /** SHA-256 by URL. */
  readonly checksums: Readonly<Record<string, unknown>>;
  /** Versions by program, for those whose releases come with checksums of their own. */
  readonly versions: Readonly<Record<string, unknown>>;
}

export interface Instead {
  /** Each runs if the one before it has worked. */
  readonly steps: readonly string[];
  /** The option that says what is right. */
  readonly by: keyof Known;
  readonly doubts: readonly Doubt[];
}

/** Undefined where nothing says what is right, or the command is fetched in a way of its own. */
export function stepsInstead(download: Download, { checksums, versions }: Known): Instead | undefined {
  const { url, runner, args, isPlain } = download;
  if (!isPlain) return undefined;
  const release = releaseOf(url);
  const version = release && versions[release.program];
  // Its own installer takes arguments that the archive has no place for.
  if (release !== undefined && typeof version === 'string' && args === '') {
    const doubts = [
      'its installer looks at the system that it runs on, and the archive is for Linux on amd64',
    ];
    return { steps: release.steps(version), by: 'versions', doubts };
  }
  const checksum = checksums[url];
  if (typeof checksum !== 'string' || !/^[0-9a-f]{64}$/.test(checksum)) return undefined;
  const file = fileOf(url);
  const run = /\b(?:kubectl|oc)\b/.test(runner) ? `${runner} -f ${file}` : `${runner} ./${file}`;
  const steps = [
    `curl -fsSL --retry 3 -o ${file} ${quoted(url)}`,
    `echo "${checksum}  ${file}" | sha256sum -c -`,
    args === '' ? run : `${run} ${args}`,
  ];
  return { steps, by: 'checksums', doubts: [] };
}

function fileOf(url: string): string {
  const { pathname } = new URL(url);
  const name = pathname.slice(pathname.lastIndexOf('/') + 1).replace(/[^\w.-]/g, '');
  if (name === '') return 'install.sh';
  return name.includes('.') ? name : `${name}.sh`;
}

function quoted(url: string): string {
  return /[?&*#$;]/.test(url) ? `"${url}"` : url;
}
