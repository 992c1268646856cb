/** What the configuration says and nobody could run. */

import type { Options } from './context.ts';

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[\w.-]+)*$/;

/** @param options those that are used: what is left out is not looked at */
export function mistakeIn({
  bucket,
  image,
  schedule,
}: Pick<Options, 'bucket' | 'image' | 'schedule'>): string | undefined {
  if (bucket !== undefined && !BUCKET.test(bucket))
    return `\`bucket\` of backup is ${bucket}: it is a name, with a prefix behind a slash where one is wanted`;
  if (image !== undefined && !/:[\w.-]+$|@sha256:/.test(image))
    return `\`image\` of backup is ${image}: which version of it?`;
  return scheduleMistake('schedule', schedule);
}

export function scheduleMistake(option: keyof Options, schedule: string): string | undefined {
  return schedule.trim().split(/\s+/).length === 5 || schedule.startsWith('@')
    ? undefined
    : `\`${option}\` of backup is ${schedule}: it has five fields`;
}
