" Run by check.sh inside Vim with ALE, alder-herald.txt open: one line a check, `ok …` or `FAIL …`, into $CHECK_LOG.

function! s:Say(line) abort
  call writefile([a:line], $CHECK_LOG, 'a')
endfunction
function! s:Check(name, good, detail) abort
  call s:Say(a:good ? 'ok   ' . a:name : 'FAIL ' . a:name . ': ' . substitute(string(a:detail), '\n', ' ', 'g')[:600])
endfunction
function! s:Wait(Condition) abort
  let l:end = localtime() + 20
  while localtime() < l:end
    if a:Condition() | return 1 | endif
    sleep 50m
  endwhile
  return 0
endfunction
function! s:Finding(text) abort
  return !empty(filter(copy(getloclist(0)), {_, entry -> entry.text =~# a:text}))
endfunction
function! s:Put(line, word) abort
  call cursor(a:line, 1)
  call search(a:word, 'c')
endfunction

function! s:Run() abort
  let g:ale_set_balloons = 0
  ALELint
  call s:Check('a finding is shown', s:Wait({-> s:Finding('19,000')}), getloclist(0))
  call s:Check('it names the other article', s:Finding('nordag\.txt'), getloclist(0))

  call s:Put(9, '12,000')
  ALEHover
  call s:Check('the hover names the other article', s:Wait({-> s:Shown() =~? 'nordag'}), s:Shown())
  silent! pclose
  silent! call popup_clear()

  call s:Put(11, 'Reyl told')
  ALEGoToDefinition
  call s:Check('definition goes to the introduction', s:Wait({-> line('.') == 9}), getcurpos())

  call s:Put(9, '12,000')
  ALEFindReferences -quickfix
  call s:Check('references reach another article', s:Wait({-> !empty(filter(getqflist(), {_, e -> bufname(e.bufnr) =~# 'nordag.txt'}))}), getqflist())
  silent! cclose
  edit alder-herald.txt
  call append('$', ['', '😀 The smile was brief. Experts say the wall was rotten.'])
  ALELint
  call s:Check('typing brings a finding', s:Wait({-> s:Finding('Experts')}), getloclist(0))
  " Its column is two too small behind an emoji: ALE takes what the protocol counts for bytes.
  call deletebufline('%', line('$') - 1, '$')
endfunction

function! s:Shown() abort
  let l:text = ''
  for l:window in range(1, winnr('$'))
    if getwinvar(l:window, '&previewwindow') || getbufvar(winbufnr(l:window), '&filetype') =~# 'ale'
      let l:text .= join(getbufline(winbufnr(l:window), 1, '$'), ' ')
    endif
  endfor
  if exists('*popup_list')
    for l:popup in popup_list()
      let l:text .= join(getbufline(winbufnr(l:popup), 1, '$'), ' ')
    endfor
  endif
  return l:text . execute('messages')
endfunction

try
  call s:Run()
catch
  call s:Check('the check itself', 0, v:exception . ' at ' . v:throwpoint)
endtry
call s:Say('done Vim ' . v:version)
qall!
