--- What `:Copydesk` shows: the sheets that the program prints, in a scratch window; figures and quotations in the
--- quickfix list; the report in a browser; the reading of an article.
local M = {}

local function fail(message)
  vim.notify('copydesk: ' .. message, vim.log.levels.ERROR)
end

--- Runs the program and gives what it printed; what goes wrong is told.
local function run(arguments, folder, done)
  local cmd = require('copydesk').cmd()
  vim.list_extend(cmd, arguments)
  local started, problem = pcall(vim.system, cmd, { cwd = folder, text = true }, function(result)
    vim.schedule(function()
      if result.code ~= 0 then
        fail(('%s: %s'):format(arguments[1], vim.trim(result.stderr or '')))
      else
        done(result.stdout)
      end
    end)
  end)
  if not started then
    fail(('%s. See :checkhealth copydesk'):format(problem))
  end
end

--- Shows lines in a window of their own. `places[i]`, a { path, line }, is where line `i` leads.
local function show(title, folder, lines, places)
  vim.cmd.new()
  local buffer = vim.api.nvim_get_current_buf()
  local bo = vim.bo[buffer]
  bo.buftype, bo.bufhidden, bo.swapfile, bo.filetype = 'nofile', 'wipe', false, 'copydesksheet'
  vim.api.nvim_buf_set_name(buffer, title .. ' #' .. buffer)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  bo.modifiable = false
  vim.keymap.set('n', 'q', '<cmd>close<cr>', { buffer = buffer, desc = 'Close the sheet' })
  vim.keymap.set('n', '<cr>', function()
    local number = vim.fn.line('.')
    local path, line
    if places then
      path, line = unpack(places[number] or {})
    else
      path, line = vim.fn.getline(number):match('([^%s:()]+%.%w+):(%d+)')
    end
    if not path then
      return
    end
    path = vim.startswith(path, '/') and path or vim.fs.joinpath(folder, path)
    vim.cmd.wincmd('p')
    vim.cmd.edit(vim.fn.fnameescape(path))
    vim.api.nvim_win_set_cursor(0, { math.min(tonumber(line), vim.api.nvim_buf_line_count(0)), 0 })
    vim.cmd('normal! zz')
  end, { buffer = buffer, desc = 'Go to the article' })
end

--- Asks the server, which knows the text as it stands in the editor.
local function ask(method, parameters, done)
  local client = require('copydesk').client()
  if not client then
    return fail('the server does not run here; :Copydesk start, or see :checkhealth copydesk')
  end
  local function answer(problem, result)
    if problem then
      fail(problem.message or vim.inspect(problem))
    else
      done(result, client)
    end
  end
  if vim.fn.has('nvim-0.11') == 1 then
    client:request(method, parameters, answer)
  else
    client.request(method, parameters, answer)
  end
end

--- The byte column (from 1) of a place, by the encoding that the client counts in.
local function item(place, text, client)
  local file = vim.uri_to_fname(place.uri)
  local buffer = vim.fn.bufadd(file)
  vim.fn.bufload(buffer)
  local start = place.range.start
  local line = vim.api.nvim_buf_get_lines(buffer, start.line, start.line + 1, false)[1] or ''
  local column
  if vim.fn.has('nvim-0.11') == 1 then
    column = vim.str_byteindex(line, client.offset_encoding, start.character, false)
  elseif client.offset_encoding == 'utf-8' then
    column = math.min(start.character, #line)
  else
    local ok, at = pcall(vim.lsp.util._str_byteindex_enc, line, start.character, client.offset_encoding)
    column = ok and at or 0
  end
  return { filename = file, lnum = start.line + 1, col = column + 1, text = text }
end

local function quickfix(title, items)
  vim.fn.setqflist({}, ' ', { title = title, items = items })
  if #items == 0 then
    vim.notify(title .. ': none')
  else
    vim.cmd.copen()
  end
end

--- Every figure that differs from another, group by group, into the quickfix list.
local function conflicts()
  ask('copydesk/figures', { uri = vim.uri_from_bufnr(0), only_differing = true }, function(answer, client)
    local items = {}
    for _, corpus in ipairs(answer.corpora) do
      for _, group in ipairs(corpus.groups) do
        local differs = {}
        for _, relation in ipairs(group.relations) do
          if relation.relation == 'conflict' then
            differs[relation.a], differs[relation.b] = true, true
          end
        end
        for index, figure in ipairs(group.observations) do
          local same = type(figure.same_as) == 'number' and figure.same_as or index - 1
          if differs[same] then
            local source = type(figure.source) == 'string' and (' (%s)'):format(figure.source) or ''
            table.insert(items, item(figure, ('%s: %s%s'):format(group.measures, figure.text, source), client))
          end
        end
      end
    end
    quickfix('copydesk: figures in conflict', items)
  end)
end

--- Every quotation that stands elsewhere in other words, into the quickfix list.
local function altered()
  ask('copydesk/quotes', { uri = vim.uri_from_bufnr(0), only_differing = true }, function(answer, client)
    local items = {}
    for _, corpus in ipairs(answer.corpora) do
      for _, person in ipairs(corpus.people) do
        for _, quotation in ipairs(person.quotations) do
          table.insert(items, item(quotation, ('%s: "%s"'):format(person.name, quotation.text), client))
        end
      end
      for _, quotation in ipairs(corpus.nobody) do
        table.insert(items, item(quotation, ('"%s"'):format(quotation.text), client))
      end
    end
    quickfix('copydesk: quotations in other words', items)
  end)
end

--- Writes the report beside no article, into a temporary file, and opens it in the browser.
local function report()
  local folder = require('copydesk').folder()
  local file = vim.fn.tempname() .. '.html'
  run({ 'report', '--output', file }, folder, function()
    local opened, problem = pcall(vim.ui.open, file)
    vim.notify(opened and 'copydesk: the report is ' .. file or ('copydesk: the report is %s (%s)'):format(file, problem))
  end)
  return file
end

local function reading()
  ask('copydesk/reading', { uri = vim.uri_from_bufnr(0) }, function(answer)
    if type(answer) ~= 'table' then
      return fail('this file is no article')
    end
    local file = vim.uri_to_fname(answer.uri)
    local lines, places = { answer.title }, {}
    local function section(heading, rows, words)
      table.insert(lines, '')
      table.insert(lines, heading)
      for _, row in ipairs(rows) do
        table.insert(lines, ('%5d  %s'):format(row.range.start.line + 1, words(row)))
        places[#lines] = { file, row.range.start.line + 1 }
      end
    end
    local function text(value)
      return type(value) == 'string' and value or ''
    end
    section('Who says what', answer.attributions, function(a)
      return ('%s · %s · %s'):format(text(a.speaker) ~= '' and a.speaker or a.source, a.cue, a.text)
    end)
    section('Figures', answer.figures, function(f)
      return ('%s · %s to %s %s'):format(f.text, f.low, type(f.high) == 'number' and f.high or '…', f.unit)
    end)
    section('Dates', answer.dates, function(d)
      return ('%s · %s'):format(d.text, d.value)
    end)
    section('Names', answer.names, function(n)
      return ('%s · %s · %d mentions'):format(n.name, n.kind, n.mentions)
    end)
    show('copydesk reading', vim.fs.dirname(file), lines, places)
  end)
end

local function sheet(name)
  local folder = require('copydesk').folder()
  run({ name }, folder, function(printed)
    show('copydesk ' .. name, folder, vim.split(vim.trim(printed), '\n'))
  end)
end

--- What `:Copydesk WORD` does; with a bang, where there is one for it, the second.
M.commands = {
  figures = { function() sheet('figures') end, conflicts },
  quotes = { function() sheet('quotes') end, altered },
  report = { report },
  reading = { reading },
  dismissals = { function() sheet('dismissals') end },
  start = { function() require('copydesk').start() end },
  restart = { function() require('copydesk').restart() end },
}

function M.run(word, bang)
  local command = M.commands[word]
  if not command then
    local known = vim.tbl_keys(M.commands)
    table.sort(known)
    return fail(('there is no ":Copydesk %s"; known: %s'):format(word, table.concat(known, ', ')))
  end
  if bang and not command[2] then
    return fail((':Copydesk! %s has no list for the quickfix window'):format(word))
  end
  return command[bang and 2 or 1]()
end

return M
