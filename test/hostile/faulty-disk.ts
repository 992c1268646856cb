/** A disk on which a write ends at any call. */
import * as fs from 'node:fs';
import { DISK, type Disk } from '../../src/text/durable.ts';

class Killed extends Error {}

/** Where a write ends. */
export interface Fault {
  /** Number of the call. */
  readonly at: number;
  /** `before`, `after` it, or in the `middle` of what it writes; `error`: the call fails and the process goes on. */
  readonly when: 'before' | 'middle' | 'after' | 'error';
}

/** A disk that ends the process at a call: from then on no call does anything. */
export function faultyDisk({ at, when }: Fault, around: (call: number) => void = () => {}) {
  let calls = 0;
  let isDead = false;
  const disk = new Proxy(DISK, {
    get(target, name: keyof Disk) {
      const call = target[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        if (isDead) throw new Killed();
        const number = calls++;
        around(number);
        if (number !== at) return call.apply(target, args);
        if (when === 'error') throw Object.assign(new Error(`EIO: ${name}`), { code: 'EIO' });
        isDead = true;
        if (when === 'after') call.apply(target, args);
        if (when === 'middle' && name === 'writeSync') {
          const [file, bytes] = args as [number, Buffer];
          fs.writeSync(file, bytes, 0, bytes.length >> 1);
        }
        throw new Killed();
      };
    },
  });
  return { disk, count: () => calls };
}
