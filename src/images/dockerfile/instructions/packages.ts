/** Steps of a build that only root gets through: whose base names nobody else starts as root. */

import { wordsOf } from './text.ts';

const PACKAGES = /^(?:apk|apt|apt-get|yum|dnf|microdnf|zypper) (?:-\S+ )*(?:add|update|install)(?: |$)/;
const ACCOUNTS = /^(?:useradd|adduser|groupadd|addgroup|usermod) /;

/** Whether a script of RUN adds packages or accounts, and fails where it cannot. */
export function takesRoot(script: string): boolean {
  if (/\|\||[\n;]\s*(?:true|:)\s*$/.test(script)) return false;
  return script.split(/&&/).some(command => {
    const words = wordsOf(command.trim()).filter((word, index, all) => !isSetting(word, index, all));
    const line = words.join(' ');
    return PACKAGES.test(line) || ACCOUNTS.test(line);
  });
}

/** `DEBIAN_FRONTEND=noninteractive` in front of a command. */
function isSetting(word: string, index: number, all: readonly string[]): boolean {
  return /^\w+=/.test(word) && all.slice(0, index).every(each => /^\w+=/.test(each));
}
