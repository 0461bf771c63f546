package kernel

// The contents of Jupyter's messages, one type for each, as
// https://jupyter-client.readthedocs.io/en/stable/messaging.html defines them.
// A field without omitempty is one that clients require.

// Requests.
type (
	executeRequest struct {
		Code            string            `json:"code"`
		Silent          bool              `json:"silent"`
		StoreHistory    *bool             `json:"store_history"` // absent: not silent
		UserExpressions map[string]string `json:"user_expressions"`
		StopOnError     *bool             `json:"stop_on_error"` // absent: true
		AllowStdin      *bool             `json:"allow_stdin"`   // absent: true
	}
	inputReply struct {
		Value string `json:"value"`
	}
	historyRequest struct {
		Type    string `json:"hist_access_type"` // range, tail or search
		Output  bool   `json:"output"`           // with outputs: none are kept
		Session int    `json:"session"`
		Start   int    `json:"start"`
		Stop    *int   `json:"stop"` // absent: to the end
		N       *int   `json:"n"`    // absent: all
		Pattern string `json:"pattern"`
		Unique  bool   `json:"unique"`
	}
	commOpen struct {
		CommID string `json:"comm_id"`
	}
	debugRequest struct { // of the debug adapter protocol
		Seq     int    `json:"seq"`
		Command string `json:"command"`
	}
	completeRequest struct {
		Code      string `json:"code"`
		CursorPos int    `json:"cursor_pos"` // in code points
	}
	inspectRequest struct {
		Code        string `json:"code"`
		CursorPos   int    `json:"cursor_pos"`   // in code points
		DetailLevel int    `json:"detail_level"` // 0, or 1 for the source, too
	}
	isCompleteRequest struct {
		Code string `json:"code"`
	}
	shutdownRequest struct {
		Restart bool `json:"restart"`
	}
)

// Replies.
type (
	kernelInfoReply struct {
		Status                string       `json:"status"`
		ProtocolVersion       string       `json:"protocol_version"`
		Implementation        string       `json:"implementation"`
		ImplementationVersion string       `json:"implementation_version"`
		LanguageInfo          languageInfo `json:"language_info"`
		Banner                string       `json:"banner"`
		HelpLinks             []helpLink   `json:"help_links"`
		Debugger              bool         `json:"debugger"`
		SupportedFeatures     []string     `json:"supported_features"` // of messaging 5.5: none
	}
	languageInfo struct {
		Name              string `json:"name"`
		Version           string `json:"version"`
		MIMEType          string `json:"mimetype"`
		FileExtension     string `json:"file_extension"`
		PygmentsLexer     string `json:"pygments_lexer"`
		CodeMirrorMode    string `json:"codemirror_mode"`
		NBConvertExporter string `json:"nbconvert_exporter"`
	}
	helpLink struct {
		Text string `json:"text"`
		URL  string `json:"url"`
	}
	executeReply struct {
		Status          string         `json:"status"`
		ExecutionCount  int            `json:"execution_count"`
		Payload         []any          `json:"payload"`
		UserExpressions map[string]any `json:"user_expressions"`
	}
	pagePayload struct { // text that the client shows in its own way
		Source string         `json:"source"` // page
		Data   map[string]any `json:"data"`
		Start  int            `json:"start"` // line
	}
	expressionReply struct { // the value of a user expression
		Status   string         `json:"status"`
		Data     map[string]any `json:"data"`
		Metadata map[string]any `json:"metadata"`
	}
	executeError struct {
		Status         string `json:"status"` // error or aborted
		ExecutionCount int    `json:"execution_count"`
		errorContent
	}
	requestError struct { // any reply to a request that could not be obeyed
		Status string `json:"status"`
		errorContent
	}
	completeReply struct {
		Status      string         `json:"status"`
		Matches     []string       `json:"matches"`
		CursorStart int            `json:"cursor_start"`
		CursorEnd   int            `json:"cursor_end"`
		Metadata    map[string]any `json:"metadata"`
	}
	matchKind struct {
		Text      string `json:"text"`
		Type      string `json:"type"`
		Signature string `json:"signature"`
		Start     int    `json:"start"`
		End       int    `json:"end"`
	}
	isCompleteReply struct {
		Status string `json:"status"`
		Indent string `json:"indent"`
	}
	inspectReply struct {
		Status   string         `json:"status"`
		Found    bool           `json:"found"`
		Data     map[string]any `json:"data"`
		Metadata map[string]any `json:"metadata"`
	}
	historyReply struct {
		Status  string `json:"status"`
		History []any  `json:"history"`
	}
	commClose struct {
		CommID string         `json:"comm_id"`
		Data   map[string]any `json:"data"`
	}
	debugReply struct { // of the debug adapter protocol
		Type       string `json:"type"` // response
		Seq        int    `json:"seq"`
		RequestSeq int    `json:"request_seq"`
		Success    bool   `json:"success"`
		Command    string `json:"command"`
		Message    string `json:"message"`
	}
	commInfoReply struct {
		Status string         `json:"status"`
		Comms  map[string]any `json:"comms"`
	}
	interruptReply struct {
		Status string `json:"status"`
	}
	shutdownReply struct {
		Status  string `json:"status"`
		Restart bool   `json:"restart"`
	}
)

// What the reader is asked on stdin.
type inputRequest struct {
	Prompt   string `json:"prompt"`
	Password bool   `json:"password"`
}

// What is published on iopub.
type (
	statusContent struct {
		ExecutionState string `json:"execution_state"` // starting, busy or idle
	}
	welcomeContent struct {
		Subscription string `json:"subscription"` // the topic
	}
	executeInput struct {
		Code           string `json:"code"`
		ExecutionCount int    `json:"execution_count"`
	}
	streamContent struct {
		Name string `json:"name"` // stdout or stderr
		Text string `json:"text"`
	}
	displayData struct {
		Data      map[string]any `json:"data"`
		Metadata  map[string]any `json:"metadata"`
		Transient map[string]any `json:"transient"`
	}
	clearOutput struct {
		Wait bool `json:"wait"` // until more comes
	}
	executeResult struct {
		Data           map[string]any `json:"data"`
		Metadata       map[string]any `json:"metadata"`
		ExecutionCount int            `json:"execution_count"`
	}
	errorContent struct {
		EName     string   `json:"ename"`
		EValue    string   `json:"evalue"`
		Traceback []string `json:"traceback"`
	}
)
