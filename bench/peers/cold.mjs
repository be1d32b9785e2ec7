// The least that a program with axios does for a finished job: log in, ask for the status, tell Slack, print.
import axios from "axios"

const { GENESYS_API_URL: url, SLACK_WEBHOOK_URL: webhook } = process.env
const { data: token } = await axios.post(`${url}/oauth/token`, "grant_type=client_credentials")
const headers = { authorization: `Bearer ${token.access_token}` }
const { data } = await axios.get(`${url}/api/v2/data-actions/pages-0/status`, { headers })
await axios.post(webhook, { text: `${data.id}: ${data.status}` })
console.log(`${data.id}: ${data.status}`)
