/** Files that are no manifests: instructions, scripts, variables, pipelines. They belong to no root. */
import type { Evidence } from './evidence.ts';
import type { Proposal } from './proposal.ts';

/** What a text is written in. `prose`: the words of a document around its blocks; `other`: a block that does not say it. */
export type TextLanguage =
  | 'markdown'
  | 'shell'
  | 'dockerfile'
  | 'dotenv'
  | 'compose'
  | 'workflow'
  | 'yaml'
  | 'json'
  | 'prose'
  | 'other';

export interface Span {
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
}

/** A part of a text in one language: of a document its fenced blocks and what is around them, of all others the whole. */
export interface TextBlock extends Span {
  readonly language: TextLanguage;
  readonly text: string;
}

/** A span of a file says something else. Nothing around it changes. */
export interface ReplaceTextChange {
  readonly type: 'replaceText';
  readonly file: string;
  readonly span: Span;
  readonly text: string;
}

/** A file that is not there yet. */
export interface CreateTextChange {
  readonly type: 'createText';
  readonly file: string;
  readonly text: string;
}

export type TextChange = ReplaceTextChange | CreateTextChange;

export interface TextFile {
  readonly path: string;
  readonly language: TextLanguage;
  readonly text: string;
  /** In the order of the text, without gaps. */
  readonly blocks: readonly TextBlock[];
  /** Nobody runs or reads it as it is: a document, or what is there to be copied and filled in (`.env.example`). */
  readonly isSample: boolean;
  replace(span: Span, text: string): ReplaceTextChange;
  /** `file:line` of an offset. */
  where(offset: number): string;
}

/** What is around a text. */
export interface TextSurroundings {
  /** Folders of the roots that build today, in order. */
  readonly roots: readonly string[];
  /** Files that those builds read. */
  readonly built: readonly string[];
  /** Every file. */
  readonly paths: readonly string[];
  read(path: string): string | undefined;
}

export interface TextContext<Options> {
  readonly options: Options;
  /** As of a plan for a root. */
  configured(option: keyof Options & string, says: string): Evidence | undefined;
  /** `file:line` of a manifest that holds a word, as it is or encoded in base64; undefined where none does. */
  inManifests(word: string): string | undefined;
  readonly repository: TextSurroundings;
}

/** What a transform says of a text: as of an object, but that the place is one of the text. */
export interface TextProposal<MessageId extends string = string>
  extends Pick<
    Proposal<MessageId>,
    'message' | 'data' | 'evidence' | 'doubts' | 'blocked' | 'known' | 'asks'
  > {
  /** The setting in question, by the name that it has there, and where it stands. */
  readonly at: { readonly setting: string; readonly offset: number };
  readonly changes: readonly TextChange[];
}
