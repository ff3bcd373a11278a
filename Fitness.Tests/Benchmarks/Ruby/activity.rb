# The story's stack of 2014: Sinatra on Thin, and the AWS SDK of that time with the addresses of a local engine.
require 'sinatra'
require 'json'
require 'aws-sdk'

set :server, 'thin'
set :logging, false

engine = URI(ENV.fetch('AWS_ENDPOINT_URL_DYNAMODB'))
table = AWS::DynamoDB::Client.new(
  api_version: '2012-08-10', dynamo_db_endpoint: engine.host, dynamo_db_port: engine.port, use_ssl: false,
  access_key_id: 'fitness', secret_access_key: 'fitness'
)

get '/activity/:id' do
  content_type :json
  key = { 'userId' => { s: 'demo' }, 'itemId' => { s: "activity##{params['id']}" } }
  item = table.get_item(table_name: 'fitness-activities', key: key, consistent_read: true)[:item]
  { activity_id: item['id'][:s], user_id: item['userId'][:s], date: item['dayKey'][:s][0, 10] }.to_json
end
