/** Label values as the API server accepts them. */

/** At most 63 characters, letters, digits, `-`, `_` and `.` in between. */
const VALID = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;

export function isValidLabelValue(value: string): boolean {
  return VALID.test(value);
}

/** The nearest valid value: other characters become `-`, the ends are letters or digits. Empty when none is left. */
export function validLabelValue(value: string): string {
  return value
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 63)
    .replace(/[^A-Za-z0-9]+$/, '');
}

/** `${app}`, `$(APP)`, `{{ app }}`: somebody fills it in, and what it will be is not known. */
export function holdsVariable(text: string): boolean {
  return /\$\{|\$\(|\{\{/.test(text);
}
