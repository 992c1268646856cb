/** What a key leads to. */
import type { Choice } from '../../transform.ts';
import type { ReviewState } from './state.ts';

/** What the state alone cannot do. */
export type Wish =
  /** Leave; what was answered is kept. */
  | 'save'
  /** Leave as it was before. */
  | 'quit'
  /** Plan what is accepted as one set. */
  | 'prove'
  | 'write'
  /** What of the item can be stated. */
  | 'edit'
  /** Plan it for another place. */
  | 'move'
  /** Take the typed answer into the configuration. */
  | 'state'
  /** Take an answer that is ready into the configuration. */
  | 'choose'
  | 'interrupt';

export interface Pressed {
  readonly state: ReviewState;
  readonly wish?: Wish;
  /** The answer that is chosen. */
  readonly choice?: Choice;
}
