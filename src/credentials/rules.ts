/** What counts as a secret in a text, without looking at what is around it. */
import { assigned } from './assigned.ts';
import { inCommands } from './commands.ts';
import { secretsByForm } from './forms.ts';
import type { Found } from './found.ts';
import { settings } from './settings.ts';
import { MAY_HOLD_TOKEN } from './tokens.ts';

/** Cheap, and true of every text in which a name or a form could be found. */
const MAY_HOLD =
  /pass|pwd|psk|pw\b|secret|token|cred|key|auth|identified|webhook|sig|@|-u |--user|PRIVATE|bearer|basic|user\s{1,8}\S{1,128}\s{1,8}(?:reset\s{1,8})?on\s/i;

/** Every form by which a secret is known. Overlaps are possible. */
export function secretsIn(text: string): Found[] {
  const given = [...inCommands(text)];
  return MAY_HOLD.test(text) || MAY_HOLD_TOKEN.test(text)
    ? [...given, ...assigned(text), ...settings(text), ...secretsByForm(text)]
    : given;
}
