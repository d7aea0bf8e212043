" Vim syntax file
" Language: brat standoff annotation (.ann)

if exists('b:current_syntax')
  finish
endif

syntax match bratProblem /^.*$/
syntax match bratText /^T\d\+\t\S\+ \d\+ \d\+\(;\d\+ \d\+\)*\t.*$/ contains=bratId
syntax match bratLine /^[REAMN*]\d*\t.*$/ contains=bratId,bratRole,bratReference
syntax match bratNote /^#\d*\t.*$/
syntax match bratId /^[TREAMN*]\d*/ contained nextgroup=bratGap
syntax match bratGap /\t/ contained nextgroup=bratType
syntax match bratType /[^ \t:]\+/ contained nextgroup=bratSpan
syntax match bratSpan / \d\+ \d\+\(;\d\+ \d\+\)*/ contained
syntax match bratRole /\<[A-Za-z][A-Za-z0-9_-]*\ze:[TE]\d/ contained
syntax match bratReference /[ :]\@1<=[TREA]\d\+\>/ contained

highlight default link bratId Identifier
highlight default link bratType Type
highlight default link bratSpan Number
highlight default link bratText String
highlight default link bratRole Label
highlight default link bratReference Identifier
highlight default link bratNote Comment
highlight default link bratProblem Error

let b:current_syntax = 'brat'
