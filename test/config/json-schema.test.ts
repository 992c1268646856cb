import { configJsonSchema } from '../../src/config/json-schema.ts';

test('the JSON Schema knows every section and refuses others', () => {
  const schema = configJsonSchema();
  expect(schema.additionalProperties).toBe(false);
  expect(Object.keys(schema.properties as object).sort()).toEqual(
    'editable environments evidence exclude extends ignore images loadRestrictor mesh namespaces owners project roots transforms vendored'.split(
      ' ',
    ),
  );
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
});
