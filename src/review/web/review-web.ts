/** A review in a browser: the server for it, until it ends. */
import type { Kustomized } from '../../report/graph/kustomizations.ts';
import type { Secrets } from '../../report/secrets/secrets.ts';
import { type Conducting, type Ended, newConduct } from '../conduct/conduct.ts';
import type { Planned } from '../conduct/planned.ts';
import type { ReviewState } from '../state/state.ts';
import { routesOf } from './routes.ts';
import { type Served, serve } from './serve.ts';

export interface WebReviewing extends Conducting {
  readonly secrets: Secrets;
  /** Who uses what. */
  readonly kustomizations: () => readonly Kustomized[];
  /** Says where the page is. */
  readonly announce: (address: string) => void;
  /** Carries out how it ends. @returns what has become of it, in words */
  readonly finish: (ended: Ended) => string;
  /** Calls back when the process is to end; what it returns stops that. */
  readonly onInterrupt: (act: () => void) => () => void;
  /** Milliseconds without a request after which nobody is taken to look. */
  readonly idle: number;
}

/** Ends when the page has been told how. @param start what `first` has been made of */
export async function reviewWeb(first: ReviewState, start: Planned, reviewing: WebReviewing): Promise<void> {
  const conduct = newConduct(first, start, reviewing, () => {});
  let served: Served | undefined;
  await new Promise<void>((resolve, reject) => {
    const close = () => {
      withdraw();
      served?.close();
    };
    let says: string | undefined;
    // Once: a second request may be under way, and finishes nothing that has an end.
    const end = (ended: Ended): string => {
      if (says !== undefined) return says;
      says = reviewing.finish(ended);
      close();
      resolve();
      return says;
    };
    const fail = (error: unknown) => {
      close();
      reject(error);
    };
    const withdraw = reviewing.onInterrupt(() => end({ how: 'interrupt', state: conduct.state }));
    serve({
      routes: routesOf({ ...reviewing, conduct, end }),
      idle: reviewing.idle,
      onIdle: () => end({ how: 'save', state: conduct.state }),
      onError: fail,
    }).then(made => {
      served = made;
      reviewing.announce(made.address);
    }, fail);
  });
}
