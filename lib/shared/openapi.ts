/** The parts of OpenAPI 3.1 that our document has. */

export type Reference = { $ref: string };

/** JSON Schema 2020-12, as much of it as our schemas come to. */
export type JsonSchema = {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
};

export type Parameter = {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  description?: string;
  schema: JsonSchema;
};

export type Header = { description: string; required?: boolean; schema: JsonSchema };

type Media = { schema?: JsonSchema; example?: unknown; examples?: Record<string, Reference> };

export type Response = {
  description: string;
  headers?: Record<string, Header | Reference>;
  content?: Record<string, Media>;
};

export type RequestBody = { required: boolean; content: Record<string, Media> };

/** What proves who asks, by the names of the schemes: any one of them will do, and `{}` is nobody. */
type Security = Record<string, string[]>;

export type Operation = {
  operationId: string;
  tags: [string];
  summary: string;
  description: string;
  security: Security[];
  parameters?: Parameter[];
  requestBody?: RequestBody;
  responses: Record<string, Response | Reference>;
  /** How to try it by hand. */
  'x-codeSamples': { lang: string; source: string }[];
};

export type PathItem = Partial<Record<'get' | 'post' | 'put' | 'patch' | 'delete', Operation>>;

type SecurityScheme = { description: string } & (
  | { type: 'apiKey'; in: 'cookie'; name: string }
  | { type: 'http'; scheme: 'bearer' }
);

export type OpenApiDocument = {
  openapi: '3.1.1';
  info: {
    title: string;
    version: string;
    summary: string;
    description: string;
    license: { name: string; identifier: string };
  };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, PathItem>;
  components: {
    schemas: Record<string, JsonSchema>;
    responses: Record<string, Response>;
    examples: Record<string, { summary: string; value: unknown }>;
    headers: Record<string, Header>;
    securitySchemes: Record<string, SecurityScheme>;
  };
};
