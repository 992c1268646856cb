/** Values as a line of the configuration has them. */
import type { Json } from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';

const PLAIN = /^[\w./-]+(?: [\w./-]+)*$/;
/** Texts that YAML reads as something else. */
const NO_TEXT = /^(?:true|false|null|yes|no|on|off)$/i;

/** `{user: 472, writes: [/tmp]}` */
export function flow(value: Json): string {
  if (isJsonList(value)) return `[${value.map(flow).join(', ')}]`;
  if (isJsonMap(value)) {
    const entries = Object.entries(value).map(([key, each]) => `${flow(key)}: ${flow(each)}`);
    return `{${entries.join(', ')}}`;
  }
  if (typeof value !== 'string') return String(value);
  if (value === '?') return "'?'";
  const isText = PLAIN.test(value) && !NO_TEXT.test(value) && Number.isNaN(Number(value));
  return isText ? value : JSON.stringify(value);
}
