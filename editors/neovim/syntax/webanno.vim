" Vim syntax file
" Language: WebAnno TSV 3

if exists('b:current_syntax')
  finish
endif

syntax match webannoProblem /^.\+$/
syntax match webannoComment /^#.*$/ contains=webannoKey
syntax match webannoKey /^#\(FORMAT\|Text\|T_SP\|T_RL\|T_CH\|Sentence\.\a\+\)\ze=/ contained
syntax match webannoRow /^\d\+-\d\+\(\.\d\+\)\?\t.*$/ contains=webannoId,webannoNone
syntax match webannoId /^\d\+-\d\+\(\.\d\+\)\?/ contained nextgroup=webannoSpan
syntax match webannoSpan /\t\d\+-\d\+/ contained nextgroup=webannoToken
syntax match webannoToken /\t[^\t]*/ contained nextgroup=webannoColumns
syntax match webannoColumns /\t.*$/ contained contains=webannoNone,webannoReference
syntax match webannoNone /\t\@1<=[_*]\ze\(\t\|$\)/ contained
syntax match webannoReference /\[\d\+\(_\d\+\)\?\]/ contained

highlight default link webannoComment String
highlight default link webannoKey PreProc
highlight default link webannoId Identifier
highlight default link webannoSpan Number
highlight default link webannoToken String
highlight default link webannoColumns Type
highlight default link webannoNone Comment
highlight default link webannoReference Label
highlight default link webannoProblem Error

let b:current_syntax = 'webanno'
