// The syntax tree of a file of the project, read by Vite's parser.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { projectRoot } from './project-files.ts';

export function syntaxTreeOf(file: string): unknown {
  const lang = file.endsWith('x') ? 'tsx' : 'ts';
  return parseAst(readFileSync(join(projectRoot, file), 'utf8'), { lang });
}

/** Looks at each node of a tree that is `Node` as far as the caller looks into it. */
export function visitNodes<Node extends object>(tree: unknown, look: (node: Node) => void): void {
  JSON.stringify(tree, (_, node) => {
    if (typeof node?.type === 'string') look(node);
    return typeof node === 'bigint' ? undefined : node;
  });
}
