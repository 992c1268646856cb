/** What the item that is looked at changes: asked for once nobody goes on, and let go where somebody does. */
import { ask } from './server.ts';

/** Nobody goes on for so long before the server works out what an item changes. */
const PAUSE = 120;

interface Marked {
  readonly markup: string;
}

export interface ShownChange {
  /** @param then what is done once it is there */
  show(key: string, then: () => void): void;
}

/** @param guarded says what the server refuses */
export function changeIn(change: HTMLElement, guarded: (act: () => Promise<void>) => void): ShownChange {
  let pause: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();
  return {
    show(key, then) {
      clearTimeout(pause);
      // Nobody waits for it any more, and what is pressed next must not wait behind it.
      asking.abort();
      asking = new AbortController();
      const { signal } = asking;
      change.replaceChildren();
      change.setAttribute('aria-busy', 'true');
      const work = async () => {
        // Made by the server, which escapes what it says.
        change.innerHTML = (await ask<Marked>('/change', key, signal)).markup;
        change.removeAttribute('aria-busy');
        then();
        const place = change.querySelector('.place');
        if (place !== null) place.innerHTML = (await ask<Marked>('/place', key, signal)).markup;
      };
      pause = setTimeout(() => guarded(work), PAUSE);
    },
  };
}
