// A table item as the AWS SDK represents it: attribute values by name.
global using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;
