/**
 * Documents by the library, as deep as its stack bears. It composes by recursion, and at the edge of the stack V8 does not
 * always throw: a regular expression that it compiles there ends the process. The depth is known from the tokens, which
 * are made without recursion.
 */
import { Composer, type CST, type Document, Lexer, Parser } from 'yaml';
import { YamlProblem } from './problem.ts';

/** What a reader of ours goes down in a document. */
export const MAX_DEPTH = 500;
export const TOO_DEEP = 'nested too deeply';

/** The document itself and the scalar at the bottom stand on the parser's stack too. */
const ALSO_THERE = 2;

/** The tokens of a text. @throws YamlProblem where collections are nested too deeply */
export function* boundedTokens(text: string, onNewLine?: (offset: number) => void): Generator<CST.Token> {
  const parser = new Parser(onNewLine);
  onNewLine?.(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_DEPTH + ALSO_THERE) throw new YamlProblem(TOO_DEEP, parser.offset, true);
  }
  yield* parser.end();
}

/** The documents of a text, one at least; errors are their own. @throws YamlProblem where one is nested too deeply */
export function compose(
  text: string,
  options: ConstructorParameters<typeof Composer>[0],
): readonly Document.Parsed[] {
  const tokens = boundedTokens(text, options?.lineCounter?.addNewLine);
  return [...new Composer(options).compose(tokens, true, text.length)] as Document.Parsed[];
}
