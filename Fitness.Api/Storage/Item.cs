// An item of the table as the SDK has it: attribute values by name.
global using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;
