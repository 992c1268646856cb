/** Addresses and blocks of them. */

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** Whether an address lies in a block like `10.0.0.0/8`; what is neither lies nowhere. */
export function isInBlock(address: string, block: string): boolean {
  const [base = '', length = ''] = block.split('/');
  const [from, of] = [parsed(base), parsed(address)];
  if (from === undefined || of === undefined || from.bits !== of.bits || !/^\d+$/.test(length)) return false;
  const rest = BigInt(Math.max(from.bits - Number(length), 0));
  return from.value >> rest === of.value >> rest;
}

function parsed(text: string): Address | undefined {
  return text.includes(':') ? sixteen(text) : four(text);
}

function four(text: string): Address | undefined {
  const parts = text.split('.').map(Number);
  const isOne = parts.length === 4 && parts.every(part => Number.isInteger(part) && part >= 0 && part < 256);
  return isOne ? { bits: 32, value: joined(parts, 8n) } : undefined;
}

/** `::` stands for as many zeros as are missing. */
function sixteen(text: string): Address | undefined {
  const [head = '', tail] = text.split('::');
  const groupsOf = (part: string) =>
    part === '' ? [] : part.split(':').map(group => Number.parseInt(group, 16));
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const missing = 8 - before.length - after.length;
  if (missing < 0 || (tail === undefined && missing > 0)) return undefined;
  const groups = [...before, ...Array<number>(missing).fill(0), ...after];
  const isOne = groups.every(group => group >= 0 && group <= 0xffff);
  return isOne ? { bits: 128, value: joined(groups, 16n) } : undefined;
}

function joined(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((value, part) => (value << width) | BigInt(part), 0n);
}
