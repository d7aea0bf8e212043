" Vim syntax file
" Language: CoNLL-U

if exists('b:current_syntax')
  finish
endif

syntax match conlluComment /^#.*$/ contains=conlluKey
syntax match conlluKey /^# *\zs[A-Za-z_:]\+\ze *=/ contained
syntax match conlluId /^\d\+\([-.]\d\+\)\?\ze\t/ nextgroup=conlluForm
syntax match conlluForm /\t[^\t]*/ contained nextgroup=conlluLemma
syntax match conlluLemma /\t[^\t]*/ contained nextgroup=conlluTag
syntax match conlluTag /\t[^\t]*/ contained nextgroup=conlluXpos
syntax match conlluXpos /\t[^\t]*/ contained nextgroup=conlluFeatures
syntax match conlluFeatures /\t[^\t]*/ contained nextgroup=conlluHead
syntax match conlluHead /\t[^\t]*/ contained nextgroup=conlluRelation
syntax match conlluRelation /\t[^\t]*/ contained nextgroup=conlluRest
syntax match conlluRest /\t.*$/ contained

highlight default link conlluComment Comment
highlight default link conlluKey Label
highlight default link conlluId Number
highlight default link conlluForm String
highlight default link conlluTag Type
highlight default link conlluXpos Type
highlight default link conlluFeatures PreProc
highlight default link conlluHead Number
highlight default link conlluRelation Keyword
highlight default link conlluRest Comment

let b:current_syntax = 'conllu'
