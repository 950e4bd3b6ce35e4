// Writes a schema of the wire in one line, as docs/protocol.md shows it.
import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** `{ name?: text(…60), ids: [message id](1…50) }`; parts that have a title are written as their title. */
export function describeSchema(schema: z.ZodType): string {
  const { title: _, ...described } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return describe(described);
}

function describe(schema: JsonSchema): string {
  if (schema.title !== undefined) return schema.title;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.anyOf) return schema.anyOf.map((one) => describe(one as JsonSchema)).join(' or ');
  switch (schema.type) {
    case 'object':
      return describeObject(schema);
    case 'array':
      return `[${describe(schema.items as JsonSchema)}]${bounds(schema.minItems, schema.maxItems)}`;
    case 'integer':
      return `int${bounds(positive(schema), schema.maximum)}`;
    case 'string':
      return schema.format === 'date-time'
        ? 'ISO 8601 time'
        : `text${bounds(schema.minLength, schema.maxLength)}`;
    case 'boolean':
      return 'boolean';
    default:
      throw new Error(`the schema needs a title: ${JSON.stringify(schema)}`);
  }
}

function describeObject({ properties = {}, required = [] }: JsonSchema): string {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const mayBeMissing = required.includes(name) ? '' : '?';
    return `${name}${mayBeMissing}: ${describe(schema as JsonSchema)}`;
  });
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** Every integer of the wire is at least 0, which is not written. */
function positive({ minimum, exclusiveMinimum }: JsonSchema): number | undefined {
  if (typeof exclusiveMinimum === 'number') return exclusiveMinimum + 1;
  return minimum !== undefined && minimum > 0 ? minimum : undefined;
}

function bounds(least: number | undefined, most: number | undefined): string {
  const upper = most === undefined || most === Number.MAX_SAFE_INTEGER ? '' : most.toLocaleString('en');
  if (least === undefined && upper === '') return '';
  return `(${least === undefined || least === 0 ? '' : least.toLocaleString('en')}…${upper})`;
}
